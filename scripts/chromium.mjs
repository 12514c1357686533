// Where Chromium is and how tests start it. CHROMIUM names one; otherwise the first known place that exists.
import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {string | undefined} The path of a Chromium-based browser on this machine. */
export function findChromium() {
  return process.env.CHROMIUM ?? places.find((path) => existsSync(path));
}

/** @returns {{ executablePath?: string, args: string[] }} Launch options for Playwright. */
export function chromium() {
  const executablePath = findChromium();
  const args = [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ];
  return executablePath ? { executablePath, args } : { args };
}
