/** Colours of one package: its body, what is printed on it, and shades of the two. */
export interface Ink {
  body: string;
  accent: string;
  dark: string;
  light: string;
}

/** Where the name goes: centre, width, and on which ground. */
export interface Label {
  x: number;
  y: number;
  width: number;
  on: 'accent' | 'body';
}

interface Drawing {
  draw: (ink: Ink) => string;
  label: Label;
}

// Drawn by hand on 240 x 240, light from the left, standing on y = 214.
export const shapes = {
  bag: {
    label: { x: 120, y: 128, width: 96, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.body}" d="M68 48q52 10 104 0l-4 22q8 70 4 138-52 10-104 0-4-68 4-138z"/><path fill="${i.dark}" d="M150 52q14-1 22-4l-4 22q8 70 4 138-14 3-26 4 10-80 4-160z" opacity=".35"/><path fill="${i.light}" d="M68 48q52 10 104 0l-4 22q-48 8-96 0z" opacity=".55"/><path fill="${i.accent}" d="M69 98q51 10 101 0l2 50q-52 10-103 0z"/><path stroke="${i.dark}" stroke-dasharray="4 4" fill="none" d="M70 60q50 9 100 0" opacity=".6"/><circle cx="120" cy="180" r="15" fill="${i.accent}" opacity=".25"/>`,
  },
  pouch: {
    label: { x: 120, y: 112, width: 92, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.body}" d="M70 40h100q-3 30 2 62t0 70q0 26-4 38-48 8-96 0-4-12-4-38 0-40 2-70t0-62z"/><path fill="${i.light}" d="M70 40h100v14H70z" opacity=".5"/><path fill="${i.dark}" d="M152 54h18q-2 24 2 48t0 70q0 26-4 38-10 2-20 3 12-80 4-159z" opacity=".28"/><path fill="${i.accent}" d="M70 84q50-12 100 0l2 54q-51 14-103 0z"/><ellipse cx="120" cy="178" rx="30" ry="14" fill="${i.accent}" opacity=".3"/><path stroke="#fff" stroke-width="3" d="M82 66q-4 60-1 130" fill="none" opacity=".35"/>`,
  },
  sachet: {
    label: { x: 120, y: 122, width: 92, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.body}" d="M66 50l6-6 6 6 6-6 6 6 6-6 6 6 6-6 6 6 6-6 6 6 6-6 6 6 6-6 6 6 6-6 6 6 6-6 6 6-5 78 5 76-6 6-6-6-6 6-6-6-6 6-6-6-6 6-6-6-6 6-6-6-6 6-6-6-6 6-6-6-6 6-6-6-6 6-6-6-6 6 5-78z"/><path fill="${i.dark}" d="M154 50l8-6 12 6-5 78 5 76-20 4q10-80 0-158z" opacity=".25"/><path fill="${i.accent}" d="M69 92q50-16 102 6l-1 48q-54-18-101 4z"/><path fill="${i.light}" d="M80 62h36v7H80zM80 186h80v5H80z" opacity=".55"/>`,
  },
  packet: {
    label: { x: 120, y: 130, width: 112, on: 'accent' },
    draw: (i) =>
      `<rect x="50" y="74" width="140" height="126" rx="14" fill="${i.body}"/><path fill="${i.dark}" d="M172 74h4q14 0 14 14v98q0 14-14 14h-4q8-60 0-126z" opacity=".3"/><path fill="${i.accent}" d="M50 104q70-18 140 0v50q-70 16-140 0z"/><path fill="${i.light}" d="M64 82h46v6H64zM64 178h70v6H64z" opacity=".6"/><path stroke="#fff" stroke-width="3" fill="none" d="M60 92v92" opacity=".35"/>`,
  },
  box: {
    label: { x: 110, y: 128, width: 98, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.light}" d="M54 64l22-20h112l-20 20z"/><path fill="${i.dark}" d="M168 64l20-20v144l-20 24z"/><path fill="${i.body}" d="M54 64h114v148H54z"/><path fill="${i.accent}" d="M54 98h114v56H54z"/><path fill="${i.accent}" d="M168 98l20-16v50l-20 22z" opacity=".75"/><circle cx="110" cy="184" r="14" fill="${i.accent}" opacity=".28"/><path fill="${i.light}" d="M66 76h44v6H66z" opacity=".6"/>`,
  },
  carton: {
    label: { x: 110, y: 140, width: 80, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.light}" d="M64 82l16-34h62l18 34z"/><path fill="${i.dark}" d="M156 82l-14-34h18l20 34v124l-24 8z" opacity=".85"/><path fill="${i.body}" d="M64 82h92v132H64z"/><path fill="${i.body}" d="M80 34h64v16H80z"/><path fill="${i.dark}" d="M144 34h16v14h-16z"/><path fill="${i.accent}" d="M64 112q46 12 92 0v56q-46 12-92 0z"/><path stroke="#fff" stroke-width="3" d="M74 92v112" opacity=".4"/>`,
  },
  bottle: {
    label: { x: 120, y: 150, width: 76, on: 'accent' },
    draw: (i) =>
      `<rect x="102" y="26" width="36" height="22" rx="5" fill="${i.accent}"/><path fill="${i.body}" d="M106 48h28v14q0 10 14 20 16 12 16 32v86q0 14-14 14H90q-14 0-14-14v-86q0-20 16-32 14-10 14-20z"/><path fill="${i.dark}" d="M134 48v14q0 10 14 20 16 12 16 32v86q0 14-14 14h-10q10-90-6-166z" opacity=".25"/><path fill="${i.accent}" d="M76 124h88v54H76z"/><path stroke="#fff" stroke-width="4" stroke-linecap="round" fill="none" d="M88 116q0-14 10-20M88 188v10" opacity=".55"/>`,
  },
  soda: {
    label: { x: 120, y: 134, width: 66, on: 'accent' },
    draw: (i) =>
      `<rect x="107" y="22" width="26" height="15" rx="4" fill="${i.accent}"/><path fill="${i.body}" d="M109 37h22q0 24 12 40 13 18 11 40-2 12 0 24 3 34-3 68-2 6-8 6H97q-6 0-8-6-6-34-3-68 2-12 0-24-2-22 11-40 12-16 12-40z"/><path fill="${i.accent}" d="M86 112q34 8 68 0l1 38q-35 8-70 0z"/><path stroke="#fff" stroke-width="4" stroke-linecap="round" fill="none" d="M102 84q-6 8-6 20M95 164q-1 18 2 34" opacity=".5"/><path fill="${i.dark}" d="M138 70q18 24 16 47-2 12 0 24 3 34-3 68-2 6-8 6h-8q14-70 3-145z" opacity=".22"/>`,
  },
  jug: {
    label: { x: 112, y: 152, width: 86, on: 'accent' },
    draw: (i) =>
      `<rect x="84" y="28" width="34" height="20" rx="4" fill="${i.accent}"/><path fill="${i.body}" fill-rule="evenodd" d="M88 48h26l4 16q44 2 54 26 6 14 4 104-1 20-18 20H74q-14 0-14-16V106q0-24 26-40zM138 80q22 0 22 24 0 10-10 10h-4q-8 0-10-8l-6-18q-2-8 8-8z"/><path fill="${i.dark}" d="M166 78q12 10 12 40 0 34-2 76-1 20-18 20h-10q22-40 18-136z" opacity=".22"/><path fill="${i.accent}" d="M60 128h116v50H60z"/><path stroke="#fff" stroke-width="4" stroke-linecap="round" fill="none" d="M72 120q0-20 18-34" opacity=".55"/>`,
  },
  can: {
    label: { x: 120, y: 130, width: 78, on: 'accent' },
    draw: (i) =>
      `<path fill="#cfd4da" d="M86 42h68l6 14H80z"/><path fill="${i.body}" d="M80 56h80v140l-8 16H88l-8-16z"/><path fill="${i.dark}" d="M142 56h18v140l-8 16h-12q8-80 2-156z" opacity=".35"/><path fill="${i.accent}" d="M80 146l80-46v52l-80 36z" opacity=".95"/><path fill="${i.accent}" d="M80 110h80v40H80z"/><path fill="#aab1b9" d="M88 212h64l-4 5H92z"/><path stroke="#fff" stroke-width="4" stroke-linecap="round" d="M91 66v40" opacity=".5"/>`,
  },
  tin: {
    label: { x: 120, y: 138, width: 104, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.body}" d="M62 70h116v124q0 18-58 18t-58-18z"/><path fill="${i.dark}" d="M154 70h24v124q0 12-28 16 10-70 4-140z" opacity=".3"/><path fill="${i.accent}" d="M62 106q58 18 116 0v56q-58 18-116 0z"/><ellipse cx="120" cy="68" rx="58" ry="15" fill="#d5d9de"/><ellipse cx="120" cy="67" rx="46" ry="10" fill="#b6bcc4"/><path stroke="#fff" stroke-width="4" stroke-linecap="round" d="M75 92v96" opacity=".45"/>`,
  },
  jar: {
    label: { x: 120, y: 148, width: 92, on: 'accent' },
    draw: (i) =>
      `<rect x="76" y="50" width="88" height="30" rx="7" fill="${i.accent}"/><path stroke="${i.dark}" stroke-width="2" d="M90 52v26M104 52v26M118 52v26M132 52v26M146 52v26" opacity=".3"/><path fill="${i.body}" d="M82 80h76q16 8 16 26v84q0 24-24 24H90q-24 0-24-24v-84q0-18 16-26z"/><path fill="${i.dark}" d="M158 80q16 8 16 26v84q0 24-24 24h-8q22-60 4-134z" opacity=".25"/><path fill="${i.accent}" d="M66 120h108v56H66z"/><path stroke="#fff" stroke-width="4" stroke-linecap="round" fill="none" d="M80 112q0-10 6-16" opacity=".55"/>`,
  },
  tub: {
    label: { x: 120, y: 148, width: 100, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.accent}" d="M54 84q0-12 12-12h108q12 0 12 12v12H54z"/><path fill="${i.body}" d="M60 96h120l-10 104q-1 12-14 12H84q-13 0-14-12z"/><path fill="${i.dark}" d="M158 96h22l-10 104q-1 12-14 12h-8q12-60 10-116z" opacity=".25"/><path fill="${i.accent}" d="M64 122h112l-5 54H69z"/><path fill="${i.light}" d="M66 78h60v6H66z" opacity=".6"/>`,
  },
  loaf: {
    label: { x: 122, y: 150, width: 112, on: 'accent' },
    draw: (i) =>
      `<path fill="#b5713a" d="M46 108q-8-38 34-40 20-20 44-4 26-16 44 2 40 2 32 42v86q0 12-12 12H58q-12 0-12-12z"/><path fill="#e9b777" d="M54 108q-6-30 28-32 20-18 42-2 24-14 40 4 32 0 28 30v10H54z"/><path fill="${i.body}" d="M46 118h154v76q0 12-12 12H58q-12 0-12-12z"/><path fill="${i.accent}" d="M46 126q77 16 154 0v48q-77 16-154 0z"/><path stroke="#fff" stroke-width="3" fill="none" d="M80 84l-8 20M112 78l-4 24M146 80l2 22" opacity=".5"/><path fill="${i.dark}" d="M182 118h18v76q0 12-12 12h-8q6-44 2-88z" opacity=".25"/>`,
  },
  soap: {
    label: { x: 112, y: 140, width: 118, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.light}" d="M40 108l22-22h138l-18 22z"/><path fill="${i.dark}" d="M182 108l18-22v62l-18 30z"/><path fill="${i.body}" d="M40 108h142v70H40z"/><path fill="${i.accent}" d="M40 122q71-10 142 0v36q-71 10-142 0z"/><path fill="${i.accent}" d="M182 122l18-20v30l-18 26z" opacity=".7"/><circle cx="196" cy="66" r="12" fill="${i.light}" opacity=".6"/><circle cx="174" cy="52" r="7" fill="${i.light}" opacity=".5"/><circle cx="206" cy="42" r="5" fill="${i.light}" opacity=".5"/>`,
  },
  roll: {
    label: { x: 112, y: 158, width: 92, on: 'accent' },
    draw: (i) =>
      `<path fill="${i.body}" d="M56 84v104q0 24 56 24t56-24V84z"/><path fill="${i.dark}" d="M150 84h18v104q0 14-24 20 14-60 6-124z" opacity=".2"/><ellipse cx="112" cy="84" rx="56" ry="24" fill="${i.light}"/><ellipse cx="112" cy="84" rx="34" ry="14" fill="none" stroke="${i.dark}" stroke-width="2" opacity=".25"/><ellipse cx="112" cy="84" rx="17" ry="7" fill="#a98a6a"/><path fill="${i.accent}" d="M56 132q56 24 112 0v42q-56 24-112 0z"/><path fill="${i.light}" d="M168 100q22 2 22 24v54q-10-8-22-6z"/>`,
  },
  tube: {
    label: { x: 116, y: 126, width: 92, on: 'accent' },
    draw: (i) =>
      `<g transform="rotate(-14 120 128)"><path fill="${i.body}" d="M40 92h12l116 10q10 2 10 26t-10 26l-116 10H40z"/><path fill="${i.light}" d="M40 92h12v72H40z" opacity=".7"/><rect x="178" y="108" width="28" height="40" rx="6" fill="${i.accent}"/><path fill="${i.accent}" d="M66 96l94 8v48l-94 8z"/><path stroke="#fff" stroke-width="3" stroke-linecap="round" d="M62 104l100 6" opacity=".5"/></g>`,
  },
  spray: {
    label: { x: 120, y: 152, width: 70, on: 'accent' },
    draw: (i) =>
      `<rect x="108" y="26" width="24" height="20" rx="4" fill="${i.dark}"/><path fill="${i.accent}" d="M98 46h44l8 26H90z"/><path fill="${i.body}" d="M82 72h76v134q0 10-10 10H92q-10 0-10-10z"/><path fill="${i.dark}" d="M142 72h16v134q0 10-10 10h-10q10-70 4-144z" opacity=".3"/><path fill="${i.accent}" d="M82 122h76v56H82z"/><path stroke="${i.light}" stroke-width="4" stroke-linecap="round" d="M94 32l-18-6M94 38H74" opacity=".8"/><path stroke="#fff" stroke-width="4" stroke-linecap="round" d="M92 82v34" opacity=".5"/>`,
  },
  bar: {
    label: { x: 120, y: 130, width: 132, on: 'body' },
    draw: (i) =>
      `<g transform="rotate(-8 120 128)"><path fill="${i.body}" d="M34 90l8 6 8-6h140l8 6 8-6v76l-8-6-8 6H50l-8-6-8 6z"/><path fill="${i.dark}" d="M34 152h172v14l-8-6-8 6H50l-8-6-8 6z" opacity=".4"/><path fill="${i.light}" d="M56 98h120v5H56z" opacity=".4"/><path fill="${i.accent}" d="M52 148h136v5H52z"/></g>`,
  },
  book: {
    label: { x: 124, y: 104, width: 92, on: 'accent' },
    draw: (i) =>
      `<path fill="#f3efe6" d="M70 48h112v164H70z"/><path fill="${i.body}" d="M62 40h112v168H62z"/><path fill="${i.dark}" d="M62 40h16v168H62z" opacity=".45"/><path fill="${i.accent}" d="M78 80h96v44H78z"/><path stroke="${i.light}" stroke-width="3" d="M92 150h66M92 164h66M92 178h40" opacity=".7"/>`,
  },
  pen: {
    label: { x: 104, y: 118, width: 74, on: 'body' },
    draw: (i) =>
      `<g transform="rotate(-28 120 124)"><path fill="${i.body}" d="M50 104h120v32H50z"/><path fill="${i.dark}" d="M50 126h120v10H50z" opacity=".35"/><path fill="${i.accent}" d="M26 104q-8 0-8 16t8 16h26v-32z"/><path fill="#eacb98" d="M170 104l34 16-34 16z"/><path fill="${i.accent}" d="M194 115l12 5-12 5z"/><path stroke="#fff" stroke-width="3" d="M58 110h104" opacity=".45"/></g><path fill="none" stroke="${i.accent}" stroke-width="4" stroke-linecap="round" d="M150 196q12-12 22 0t22-2" opacity=".6"/>`,
  },
  eggs: {
    label: { x: 120, y: 186, width: 96, on: 'accent' },
    draw: (i) =>
      `<g fill="${i.body}"><ellipse cx="76" cy="120" rx="24" ry="32"/><ellipse cx="120" cy="112" rx="24" ry="32"/><ellipse cx="164" cy="120" rx="24" ry="32"/></g><g fill="${i.light}"><ellipse cx="98" cy="132" rx="25" ry="33"/><ellipse cx="142" cy="132" rx="25" ry="33"/></g><path fill="${i.accent}" d="M40 148q20 14 40 0 20 14 40 0 20 14 40 0 20 14 40 0l-10 60H50z"/><path fill="${i.dark}" d="M46 196h148l-2 12H50z" opacity=".3"/>`,
  },
  battery: {
    label: { x: 120, y: 134, width: 84, on: 'body' },
    draw: (i) =>
      `<g id="b"><rect x="78" y="36" width="22" height="12" rx="3" fill="#c5cad0"/><rect x="64" y="48" width="50" height="164" rx="8" fill="${i.body}"/><path fill="${i.accent}" d="M64 56q0-8 8-8h34q8 0 8 8v30H64z"/><path stroke="#fff" stroke-width="4" d="M74 94v104" opacity=".4"/></g><use href="#b" x="64"/>`,
  },
  bulb: {
    label: { x: 120, y: 100, width: 84, on: 'body' },
    draw: (i) =>
      `<path fill="${i.body}" d="M120 34q54 0 54 54 0 24-18 44-10 12-10 26H94q0-14-10-26-18-20-18-44 0-54 54-54z"/><path fill="${i.light}" d="M92 58q10-14 26-14" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".8"/><path fill="${i.accent}" d="M92 158h56l-4 20H96z"/><path fill="#b9bfc6" d="M98 178h44v10l-4 6 4 6-6 12h-32l-6-12 4-6-4-6z"/>`,
  },
  pot: {
    label: { x: 120, y: 166, width: 104, on: 'body' },
    draw: (i) =>
      `<path fill="${i.body}" d="M44 112h152l-12 84q-2 14-16 14H72q-14 0-16-14z"/><path fill="${i.dark}" d="M164 112h32l-12 84q-2 14-16 14h-14q14-50 10-98z" opacity=".28"/><ellipse cx="120" cy="110" rx="82" ry="20" fill="${i.accent}"/><ellipse cx="120" cy="111" rx="70" ry="14" fill="${i.dark}" opacity=".55"/><path fill="none" stroke="${i.light}" stroke-width="5" stroke-linecap="round" d="M92 76q-10-12 0-24t0-22M122 72q-10-12 0-24t0-22M152 76q-10-12 0-24t0-22" opacity=".5"/>`,
  },
} as const satisfies Record<string, Drawing>;

export type Shape = keyof typeof shapes;
