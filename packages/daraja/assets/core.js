import en from './locales/en.js';
import sw from './locales/sw.js';

const locales = { en, sw };

/** What the person chose, kept in this browser. Storage can be forbidden, in a frame for one: then nothing is kept. */
const memory = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Forbidden: the choice lasts as long as the page.
    }
  },
};

const asked = new URLSearchParams(location.search);
const firstLanguage = asked.get('lang') ?? memory.get('daraja-language') ?? navigator.language.slice(0, 2);
let language = firstLanguage in locales ? firstLanguage : 'en';
const languageListeners = new Set();

export function t(key, values = {}) {
  const text = locales[language][key] ?? locales.en[key] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

export function onLanguage(listener) {
  languageListeners.add(listener);
}

function applyLanguage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const listener of languageListeners) listener();
}

function theme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

/** The two buttons that every page has. */
export function setUpSwitches() {
  const saved = asked.get('theme') ?? memory.get('daraja-theme');
  if (saved === 'dark' || saved === 'light') document.documentElement.dataset.theme = saved;
  const languageButton = byId('language');
  const themeButton = byId('theme');
  const label = () => {
    languageButton.textContent = t('switch.language');
    languageButton.lang = language === 'en' ? 'sw' : 'en';
    themeButton.textContent = t(theme() === 'dark' ? 'switch.light' : 'switch.dark');
  };
  languageButton.addEventListener('click', () => {
    language = language === 'en' ? 'sw' : 'en';
    memory.set('daraja-language', language);
    applyLanguage();
  });
  themeButton.addEventListener('click', () => {
    const next = theme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    memory.set('daraja-theme', next);
    label();
  });
  onLanguage(label);
  applyLanguage();
}

export const byId = (id) => document.getElementById(id);

/** An element with properties and children; text is text, never markup. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

const drawn = new WeakMap();

/** Draws a part anew when what it shows has changed, keeping the focus and what was unfolded (`data-key`). */
export function draw(container, facts, make) {
  const seen = JSON.stringify([language, facts]);
  if (drawn.get(container) === seen) return;
  drawn.set(container, seen);
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const open = [...container.querySelectorAll('details[open][data-key]')].map((details) => details.dataset.key);
  container.replaceChildren(...make());
  for (const element of container.querySelectorAll('[data-key]')) {
    if (open.includes(element.dataset.key)) element.open = true;
    if (element.dataset.key === focused) element.focus();
  }
}

/** Calls the control API. @throws Error with the simulator's own words. */
export async function call(path, body = {}) {
  const response = await fetch(`/__sim/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** Follows the simulator. EventSource connects again by itself. */
export function follow(view, onState, onLost) {
  const source = new EventSource(`/__sim/events?view=${view}`);
  source.addEventListener('message', (event) => {
    const state = JSON.parse(event.data);
    clock.set(state.now, state.running);
    onState(state);
  });
  source.addEventListener('error', onLost);
}

/** The simulator's time, which may stand still. */
export const clock = {
  base: Date.now(),
  at: performance.now(),
  running: true,
  set(now, running) {
    Object.assign(this, { base: now, at: performance.now(), running });
  },
  now() {
    return this.running ? this.base + performance.now() - this.at : this.base;
  },
};

const zone = 'Africa/Nairobi';
const timeForm = new Intl.DateTimeFormat('en-KE', {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZone: zone,
});
const secondForm = new Intl.DateTimeFormat('en-KE', { timeStyle: 'medium', hour12: false, timeZone: zone });
const smsTime = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone });
const smsDay = new Intl.DateTimeFormat('en-US', {
  day: 'numeric',
  month: 'numeric',
  year: '2-digit',
  timeZone: zone,
});
const sums = new Intl.NumberFormat('en-KE', { minimumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-KE');

export const form = {
  time: (at) => timeForm.format(at),
  second: (at) => secondForm.format(at),
  smsTime: (at) => smsTime.format(at),
  /** 2/1/26 is the second of January. */
  smsDate(at) {
    const part = Object.fromEntries(smsDay.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${part.day}/${part.month}/${part.year}`;
  },
  longDate: (at) =>
    new Intl.DateTimeFormat(language === 'sw' ? 'sw-KE' : 'en-KE', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: zone,
    }).format(at),
  sum: (shillings) => sums.format(shillings),
  shillings: (shillings) => whole.format(shillings),
  number: (msisdn) => `0${msisdn.slice(3, 6)} ${msisdn.slice(6, 9)} ${msisdn.slice(9)}`,
};

/** `2547…`, or nothing. */
export function msisdnOf(text) {
  const subscriber = /^(?:\+254|00254|254|0)?([17]\d{8})$/.exec(text.replaceAll(/[\s\-().]/g, ''))?.[1];
  return subscriber ? `254${subscriber}` : undefined;
}
