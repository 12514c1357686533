export function findChromium(): string | undefined;
export function chromium(): { executablePath?: string; args: string[] };
