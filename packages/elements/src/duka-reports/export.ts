/** Hands a file over as a download of the browser. */
export function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // Some browsers still read it a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
