/** What people are sent about signing in. */
export interface StaffTexts {
  codeSubject: string;
  code(digits: string): string;
  resetSubject: string;
  reset(link: string): string;
  invitationSubject(shop: string): string;
  invitation(shop: string, link: string): string;
}

export const en: StaffTexts = {
  codeSubject: 'Your SmartDuka code',
  code: (digits) =>
    `${digits} is your code to open a shop. It is good for 10 minutes. Give it to nobody; we never ask for it.`,
  resetSubject: 'A new password for SmartDuka',
  reset: (link) =>
    `Choose a new password here, within 30 minutes: ${link}\nIf you did not ask for this, leave it: your password stays as it is.`,
  invitationSubject: (shop) => `${shop} has invited you`,
  invitation: (shop, link) => `${shop} has invited you to work with them on SmartDuka. Accept within 7 days: ${link}`,
};
