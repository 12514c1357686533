/** Texts of the pages that links in messages to staff lead to. */
interface StaffPageTexts {
  resetTitle: string;
  invitationTitle: string;
  link: string;
  linkHint: string;
  password: string;
  passwordHint: string;
  passwordMaybe: string;
  save: string;
  accept: string;
  resetDone: string;
  invitationDone: string;
  wrongLink: string;
  weak: string;
  busy: string;
  other: string;
}

export const staffPageTexts: Readonly<Record<'en' | 'sw', StaffPageTexts>> = {
  en: {
    resetTitle: 'Choose a new password',
    invitationTitle: 'Accept the invitation',
    link: 'Link from the message',
    linkHint: 'Filled in when you came by the link; else paste it here.',
    password: 'New password',
    passwordHint: 'At least 12 characters.',
    passwordMaybe: 'At least 12 characters. Leave it empty if you have a password already.',
    save: 'Save the password',
    accept: 'Accept',
    resetDone: 'Your new password is saved. You can sign in with it now.',
    invitationDone: 'You are one of the staff now. You can sign in.',
    wrongLink: 'The link is not right, has expired, or was used. Ask for a new one.',
    weak: 'Choose a password of 12 to 128 characters.',
    busy: 'Too many tries. Wait a minute, then try again.',
    other: 'Kiswahili',
  },
  sw: {
    resetTitle: 'Chagua nenosiri jipya',
    invitationTitle: 'Kubali mwaliko',
    link: 'Kiungo kutoka kwenye ujumbe',
    linkHint: 'Kimejazwa ukija kwa kiungo; la sivyo kibandike hapa.',
    password: 'Nenosiri jipya',
    passwordHint: 'Angalau herufi 12.',
    passwordMaybe: 'Angalau herufi 12. Liache tupu kama una nenosiri tayari.',
    save: 'Hifadhi nenosiri',
    accept: 'Kubali',
    resetDone: 'Nenosiri lako jipya limehifadhiwa. Sasa unaweza kuingia nalo.',
    invitationDone: 'Sasa wewe ni mmoja wa wafanyakazi. Unaweza kuingia.',
    wrongLink: 'Kiungo si sahihi, muda wake umeisha, au kimetumika. Omba kingine.',
    weak: 'Chagua nenosiri la herufi 12 hadi 128.',
    busy: 'Umejaribu mara nyingi. Subiri dakika moja, kisha ujaribu tena.',
    other: 'English',
  },
};
