import type { StaffTexts } from './en.js';

export const sw: StaffTexts = {
  codeSubject: 'Msimbo wako wa SmartDuka',
  code: (digits) =>
    `${digits} ni msimbo wako wa kufungua duka. Unatumika kwa dakika 10. Usimpe mtu yeyote; hatuuombi kamwe.`,
  resetSubject: 'Nenosiri jipya la SmartDuka',
  reset: (link) =>
    `Chagua nenosiri jipya hapa, ndani ya dakika 30: ${link}\nKama hukuomba hili, liache: nenosiri lako linabaki lilivyo.`,
  invitationSubject: (shop) => `${shop} wamekualika`,
  invitation: (shop, link) => `${shop} wamekualika kufanya kazi nao kwenye SmartDuka. Kubali ndani ya siku 7: ${link}`,
};
