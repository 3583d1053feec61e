/** The page's icons: 24 box, stroke 1.75, drawn in the colour of the text beside them. */
import { html, svg } from "../vendor/lit.js";

const HANDSET =
  "M15.2 13.6l-1.7 2a14.6 14.6 0 0 1-5.1-5.1l2-1.7a1.2 1.2 0 0 0 .3-1.3l-1.4-3.7A1.2 1.2 0 0 0 8.2 3H5.3A2.3 2.3 0 0 0 3 5.4C3.5 13.8 10.2 20.5 18.6 21a2.3 2.3 0 0 0 2.4-2.3v-2.9a1.2 1.2 0 0 0-.8-1.1l-3.7-1.4a1.2 1.2 0 0 0-1.3.3z";
export const handset = svg`<path d=${HANDSET} />`;

const SHAPES = {
  in: svg`<path d="M17 7 7 17M7 9v8h8" />`,
  out: svg`<path d="M7 17 17 7M9 7h8v8" />`,
  missed: svg`<path d="m2.5 8 7 7L20 6.5M14 6.5h6.5V13" />`,
  noanswer: svg`<path d="M4 19 15 8M8 8h7v7M20 3v6" />`,
  phone: handset,
  "phone-missed": svg`${handset}<path d="m15.5 3.5 5 5M20.5 3.5l-5 5" />`,
  "phone-off": svg`${handset}<path d="M21 3 3 21" />`,
  people: svg`<circle cx="9" cy="8" r="3.5" /><path d="M2.5 20v-1a4.5 4.5 0 0 1 4.5-4.5h4a4.5 4.5 0 0 1 4.5 4.5v1M15.5 4.7a3.5 3.5 0 0 1 0 6.6M18.5 14.8a4.5 4.5 0 0 1 3 4.2v1" />`,
  cross: svg`<path d="m6 6 12 12M18 6 6 18" />`,
  tick: svg`<path d="m4.5 12.5 5 5L20 7" />`,
  link: svg`<path d="M10 13.5a4.5 4.5 0 0 0 6.6.5l2.7-2.7a4.5 4.5 0 0 0-6.4-6.4l-1.4 1.4M14 10.5a4.5 4.5 0 0 0-6.6-.5l-2.7 2.7a4.5 4.5 0 0 0 6.4 6.4l1.4-1.4" />`,
  contact_person: svg`<circle cx="12" cy="8" r="4" /><path d="M5 20.5V19a5 5 0 0 1 5-5h4a5 5 0 0 1 5 5v1.5" />`,
  counterparty: svg`<path d="M7 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v16M7 11H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-8a2 2 0 0 0-2-2h-2M10.5 7h3M10.5 11h3M10.5 15h3M10.5 19h3" />`,
  partner: svg`<path d="M2 6.5h3.5l3-2h3L8.5 8a1.8 1.8 0 0 0 2.6 2.4L13.5 8h2l5 5a1.8 1.8 0 0 1-2.5 2.5l-.5-.5a1.8 1.8 0 0 1-2.5 2.5l-.4-.4a1.8 1.8 0 0 1-2.6 2.4L5.5 14H2M11.5 4.5h4l3 2H22M22 14h-1.5" />`,
  person: svg`<circle cx="12" cy="12" r="9.2" /><circle cx="12" cy="9.8" r="3" /><path d="M6.5 19a5.5 5.5 0 0 1 11 0" />`,
  settings: svg`<circle cx="12" cy="12" r="3.2" /><path d="M10.3 3.4a1.8 1.8 0 0 1 3.4 0 1.8 1.8 0 0 0 2.7 1.1 1.8 1.8 0 0 1 2.4 2.4 1.8 1.8 0 0 0 1.1 2.7 1.8 1.8 0 0 1 0 3.4 1.8 1.8 0 0 0-1.1 2.7 1.8 1.8 0 0 1-2.4 2.4 1.8 1.8 0 0 0-2.7 1.1 1.8 1.8 0 0 1-3.4 0 1.8 1.8 0 0 0-2.7-1.1 1.8 1.8 0 0 1-2.4-2.4A1.8 1.8 0 0 0 4.1 13a1.8 1.8 0 0 1 0-3.4 1.8 1.8 0 0 0 1.1-2.7 1.8 1.8 0 0 1 2.4-2.4 1.8 1.8 0 0 0 2.7-1.1z" transform="translate(0 .7)" />`,
  check: svg`<path d="M6 3H4.5A1.5 1.5 0 0 0 3 4.5V9a5 5 0 0 0 10 0V4.5A1.5 1.5 0 0 0 11.5 3H10M8 14v1.5a5 5 0 0 0 10 0V13" /><circle cx="18.5" cy="10.5" r="2.5" />`,
  desk: svg`<path d="M3 13h5l1.8 3h4.4L16 13h5M3 13l3-7.2A1.9 1.9 0 0 1 7.8 4.6h8.4A1.9 1.9 0 0 1 18 5.8L21 13v4.5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z" />`,
  journal: svg`<path d="M9 5.5h12M9 12h12M9 18.5h12M3.5 5.5h1M3.5 12h1M3.5 18.5h1" />`,
  contacts: svg`<rect x="4" y="3" width="16" height="18" rx="2.5" /><circle cx="12" cy="10" r="2.6" /><path d="M7.5 17.5a4.5 4.5 0 0 1 9 0M8 3V1.8M16 3V1.8" />`,
  statistics: svg`<path d="M4 20.5h16.5M6.5 17v-5M11.5 17V5M16.5 17V9" />`,
  wallboard: svg`<rect x="3" y="4" width="18" height="12.5" rx="2.5" /><path d="M8.5 20.5h7M12 16.5v4" />`,
  sound: svg`<path d="M4 9.5v5h3.2L12 18.5v-13L7.2 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18.2 6.2a8.2 8.2 0 0 1 0 11.6" />`,
  "sound-off": svg`<path d="M4 9.5v5h3.2L12 18.5v-13L7.2 9.5zM16 9.5l5 5M21 9.5l-5 5" />`,
  bell: svg`<path d="M5.5 17c1.2-1.3 1.8-3 1.8-6.5a4.7 4.7 0 0 1 9.4 0c0 3.5.6 5.2 1.8 6.5zM10 20.5a2.3 2.3 0 0 0 4 0" />`,
  "bell-off": svg`<path d="M5.5 17c1.2-1.3 1.8-3 1.8-6.5a4.7 4.7 0 0 1 9.4 0c0 3.5.6 5.2 1.8 6.5zM10 20.5a2.3 2.3 0 0 0 4 0M3.5 3.5l17 17" />`,
  warning: svg`<path d="M10.3 4.2 2.6 17.5A2 2 0 0 0 4.3 20.5h15.4a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0zM12 9.5v4M12 17v.1" />`,
  retry: svg`<path d="M20 11a8 8 0 0 0-14-4.3L3.5 9M3.5 4v5h5M4 13a8 8 0 0 0 14 4.3l2.5-2.3M20.5 20v-5h-5" />`,
  mark: svg`<rect x="2.5" y="4.5" width="19" height="15" rx="3.5" /><path d="M7 8.5v1.5M7 12v1M7 15v.5M11 9.5h6.5M11 14.5h4" />`,
};

/** Icons that come with later parts of the page. */
export const learnIcons = (shapes) => Object.assign(SHAPES, shapes);

/** An icon; the words beside it, or an aria-label around it, say what it means. */
export function icon(name, size = 18) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${SHAPES[name]}
  </svg>`;
}
