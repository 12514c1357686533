/** Puts text on the clipboard; also on plain http, as in a shop's own network, where there is no Clipboard API. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const end = new AbortController();
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put, { signal: end.signal });
  document.execCommand('copy');
  end.abort();
}
