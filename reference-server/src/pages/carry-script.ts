/**
 * For a buyer who filled a cart by forms, before the elements were there: pours it into the cart that the elements keep. The code stays in the
 * address until that has worked, so that a dead line loses nothing; then the cart's element takes it at the next visit.
 */
export const carryScript = `
customElements.whenDefined('duka-cart').then(async () => {
  const answer = await fetch('/cart/carry', { method: 'POST' });
  if (!answer.ok) return;
  const { code } = await answer.json();
  const keep = (value) => {
    const url = new URL(location.href);
    if (value) url.searchParams.set('duka-cart', value);
    else url.searchParams.delete('duka-cart');
    history.replaceState(history.state, '', url);
  };
  keep(code);
  const element = document.querySelector('duka-cart,duka-checkout,duka-order');
  await customElements.whenDefined(element.localName);
  await element.updateComplete;
  await element.client.cart.openShared(code);
  keep('');
});
`.trim();
