import { byId, call, clock, draw, follow, form, h, msisdnOf, onLanguage, setUpSwitches, t } from './core.js';

const parts = Object.fromEntries(
  [
    'home',
    'black',
    'shade',
    'prompt',
    'prompt-text',
    'pin',
    'pin-error',
    'pad',
    'send',
    'cancel',
    'lapses',
    'sending',
    'balance',
    'number',
    'inbox',
    'inbox-empty',
    'phones',
    'off',
    'error',
    'wake',
    'wrong-pin',
    'this-phone',
    'money',
    'add',
    'news',
    'bar-time',
    'clock-time',
    'clock-date',
    'device',
    'lipa',
    'menu',
    'menu-form',
    'menu-error',
    'menu-cancel',
    'payee-label',
    'account-row',
  ].map((id) => [id, byId(id)]),
);

/** The number in the address; none is "whichever rings". */
let chosen = msisdnOf(decodeURIComponent(location.pathname.split('/')[2] ?? ''));
let state = { phones: [], prompts: [], wrongPin: '0000' };
/** The phone on the screen now. */
let shown;
/** The prompt on the screen now, and the one whose answer is under way. */
let prompt;
let answering;
let newestSms;
let wasSending = false;

function choose(number) {
  chosen = number;
  history.replaceState(null, '', `/phone${number ? `/${number}` : ''}${location.search}`);
  render();
}

/** With no number chosen: the phone that rings, else the one that was there, else the one with the last message. */
function phoneToShow() {
  if (chosen)
    return state.phones.find((phone) => phone.id === chosen) ?? { id: chosen, balance: 20_000, off: false, inbox: [] };
  const stays = shown && state.phones.find((phone) => phone.id === shown.id);
  if (stays && promptOn(stays.id)) return stays;
  const ringing = state.prompts.at(-1)?.phone;
  const lastUsed = state.phones.toSorted((a, b) => (b.inbox[0]?.at ?? 0) - (a.inbox[0]?.at ?? 0))[0];
  return state.phones.find((phone) => phone.id === ringing) ?? stays ?? lastUsed;
}

const promptOn = (number) => state.prompts.find((open) => open.phone === number);

function render() {
  shown = phoneToShow();
  const rings = state.prompts.some(({ state: at }) => at === 'ringing');
  const title = shown ? t('phone.title', { number: form.number(shown.id) }) : t('phone.anyTitle');
  document.title = rings ? `● ${title}` : title;
  parts.number.textContent = shown ? form.number(shown.id) : t('phone.waiting');
  parts.balance.textContent = shown ? `KSh ${form.sum(shown.balance)}` : '–';
  parts['wrong-pin'].textContent = t('panel.wrongPin', { pin: state.wrongPin });
  parts['this-phone'].hidden = !shown;
  const off = shown?.off === true;
  parts.off.setAttribute('aria-checked', String(off));
  parts.black.hidden = !off;
  parts.home.hidden = off;
  renderInbox();
  renderPhones();
  renderPrompt();
  tick();
}

function renderInbox() {
  const inbox = shown?.inbox ?? [];
  parts['inbox-empty'].hidden = inbox.length > 0;
  draw(parts.inbox, [shown?.id, inbox], () =>
    inbox.map((sms) =>
      h(
        'li',
        { class: 'sms' },
        h('p', { class: 'sms-head' }, h('strong', {}, t('sms.from')), h('time', {}, form.time(sms.at))),
        h('p', {}, smsText(sms)),
      ),
    ),
  );
  const newest = inbox[0] ? { phone: shown.id, at: inbox[0].at, count: inbox.length } : { phone: shown?.id, count: 0 };
  const arrived =
    newestSms && newest.phone === newestSms.phone && (newest.count > newestSms.count || newest.at !== newestSms.at);
  if (arrived && inbox[0]) {
    parts.inbox.firstElementChild?.classList.add('new');
    parts.news.textContent = `${t('sms.from')}: ${smsText(inbox[0])}`;
  }
  newestSms = newest;
}

function smsText({ at, text }) {
  const key = text.about === 'paid' && !text.account ? 'sms.paidTill' : `sms.${text.about}`;
  const sums = Object.fromEntries(
    ['amount', 'balance', 'cost'].filter((name) => name in text).map((name) => [name, form.sum(text[name])]),
  );
  return t(key, { ...text, ...sums, date: form.smsDate(at), time: form.smsTime(at) });
}

function renderPhones() {
  const entries = state.phones.map(({ id }) => ({ id, rings: promptOn(id) !== undefined }));
  draw(parts.phones, [entries, chosen, shown?.id], () => [
    h('li', {}, pick(undefined, t('panel.whichever'), false)),
    ...entries.map(({ id, rings }) => h('li', {}, pick(id, form.number(id), rings))),
  ]);
}

function pick(number, label, rings) {
  return h(
    'button',
    {
      type: 'button',
      class: 'pick',
      'aria-pressed': String(chosen === number),
      'data-key': `pick ${number}`,
      onclick: () => choose(number),
    },
    label,
    rings && h('span', { class: 'badge' }, t('panel.ringing')),
  );
}

function renderPrompt() {
  const open = shown && !shown.off ? promptOn(shown.id) : undefined;
  const ringing = open?.state === 'ringing' && answering !== open.id ? open : undefined;
  if (open && !ringing) say(t('prompt.sending'));
  else if (wasSending) say('');
  wasSending = Boolean(open && !ringing);
  if (!open) answering = undefined;
  const appears = ringing && ringing.id !== prompt?.id;
  prompt = ringing;
  parts.prompt.hidden = !ringing;
  if (ringing || !shown || shown.off) parts.menu.hidden = true;
  parts.lipa.hidden = !shown;
  const covered = Boolean(ringing) || !parts.menu.hidden;
  parts.shade.hidden = !covered;
  parts.home.inert = covered;
  if (!ringing) return;
  const { amount, business, account, till } = ringing;
  const key = till ? 'prompt.till' : 'prompt.paybill';
  parts['prompt-text'].textContent = t(key, { amount: form.shillings(amount), business, account, till });
  if (!appears) return;
  setPin('');
  parts['pin-error'].textContent = '';
  // Shown in a frame beside a shop, the phone must not take the focus from somebody typing there.
  if (window.top === window || document.hasFocus()) parts.pin.focus({ preventScroll: true });
  parts.device.classList.remove('buzz');
  void parts.device.offsetWidth; // Starts the animation anew.
  parts.device.classList.add('buzz');
}

/** The line at the foot of the screen. */
function say(text, forMs) {
  clearTimeout(say.timer);
  if (parts.sending.textContent !== text) parts.sending.textContent = text;
  if (forMs) say.timer = setTimeout(() => say(''), forMs);
}

function setPin(value) {
  parts.pin.value = value.replaceAll(/\D/g, '').slice(0, 4);
  for (const [i, dot] of [...document.querySelectorAll('.dots i')].entries()) {
    dot.classList.toggle('on', i < parts.pin.value.length);
  }
}

async function answer(what) {
  const { id } = prompt;
  answering = id;
  renderPrompt();
  try {
    await call(`pushes/${encodeURIComponent(id)}/answer`, what);
  } catch {
    answering = undefined;
    renderPrompt();
    say(t('prompt.gone'), 4_000);
  }
}

function tick() {
  const now = clock.now();
  parts['bar-time'].textContent = form.time(now);
  parts['clock-time'].textContent = form.time(now);
  parts['clock-date'].textContent = form.longDate(now);
  if (prompt) {
    const seconds = Math.max(0, Math.ceil((prompt.lapsesAt - now) / 1000));
    parts.lapses.textContent = t('prompt.seconds', { seconds });
  }
}

async function change(changes) {
  parts.error.textContent = '';
  try {
    await call(`phones/${shown.id}`, changes);
  } catch (error) {
    parts.error.textContent = error.message;
  }
}

for (const digit of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫']) {
  if (!digit) parts.pad.append(h('span'));
  else
    parts.pad.append(
      h(
        'button',
        {
          type: 'button',
          class: 'key',
          onclick: () => setPin(digit === '⌫' ? parts.pin.value.slice(0, -1) : parts.pin.value + digit),
        },
        digit,
      ),
    );
}
const deleteKey = parts.pad.lastElementChild;
onLanguage(() => {
  deleteKey.setAttribute('aria-label', t('prompt.delete'));
  renderMenu();
  render();
});

parts.pin.addEventListener('input', () => setPin(parts.pin.value));
parts.prompt.addEventListener('submit', (event) => {
  event.preventDefault();
  if (parts.pin.value.length === 4) return void answer({ action: 'pin', pin: parts.pin.value });
  parts['pin-error'].textContent = t('prompt.fourDigits');
  parts.pin.focus();
});
parts.cancel.addEventListener('click', () => void answer({ action: 'cancel' }));
parts.prompt.addEventListener('keydown', (event) => holdFocus(event, () => void answer({ action: 'cancel' })));

/** A sheet on a phone is all there is: Escape closes it, Tab stays in it. */
function holdFocus(event, close) {
  const sheet = event.currentTarget;
  if (event.key === 'Escape') close();
  if (event.key !== 'Tab') return;
  const stops = [...sheet.querySelectorAll('input, button')].filter((stop) => stop.checkVisibility());
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/** Lipa na M-PESA: paying without a prompt. */
function showMenu(open) {
  parts.menu.hidden = !open;
  parts['menu-error'].textContent = '';
  if (open) parts['menu-form'].reset();
  renderMenu();
  renderPrompt();
  if (open) parts['menu-form'].elements.payee.focus({ preventScroll: true });
  else parts.lipa.focus({ preventScroll: true });
}

function renderMenu() {
  const till = parts['menu-form'].elements.kind.value === 'till';
  parts['payee-label'].textContent = t(till ? 'menu.tillNumber' : 'menu.business');
  parts['account-row'].hidden = till;
  parts['menu-form'].elements.account.required = !till;
}

parts.lipa.addEventListener('click', () => showMenu(true));
parts['menu-cancel'].addEventListener('click', () => showMenu(false));
parts.menu.addEventListener('change', renderMenu);
parts.menu.addEventListener('keydown', (event) => holdFocus(event, () => showMenu(false)));
parts.menu.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { payee, amount, account, pin } = Object.fromEntries(new FormData(parts['menu-form']));
  try {
    await call(`phones/${shown.id}/pay`, { payee, amount: Number(amount), account, pin });
    showMenu(false);
  } catch (error) {
    parts['menu-error'].textContent = error.message;
  }
});
parts.off.addEventListener('click', () => void change({ off: !shown.off }));
parts.wake.addEventListener('click', () => void change({ off: false }));
parts.money.addEventListener('submit', (event) => {
  event.preventDefault();
  void change({ balance: Number(new FormData(parts.money).get('balance')) });
  parts.money.reset();
});
parts.add.addEventListener('submit', async (event) => {
  event.preventDefault();
  const number = msisdnOf(parts.add.elements.phone.value);
  parts.error.textContent = number ? '' : t('panel.badNumber');
  if (!number) return;
  parts.add.reset();
  await call(`phones/${number}`);
  choose(number);
});

setUpSwitches();
follow(
  'phone',
  (next) => {
    state = next;
    parts.error.textContent = '';
    render();
  },
  () => (parts.error.textContent = t('panel.lost')),
);
setInterval(tick, 500);
