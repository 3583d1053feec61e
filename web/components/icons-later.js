/** The icons that neither login nor the standing desk shows. */
import { svg } from "../vendor/lit.js";
import { handset, learnIcons } from "./icons.js";

learnIcons({
  "phone-in": svg`${handset}<path d="M21 3l-6 6M15 4.5V9h4.5" />`,
  "phone-out": svg`${handset}<path d="M15 9l6-6M16.5 3H21v4.5" />`,
  "phone-talk": svg`${handset}<path d="M14.5 6.6a4 4 0 0 1 2.9 2.9M14.5 3a7.6 7.6 0 0 1 6.5 6.5" />`,
  copy: svg`<rect x="8.5" y="8.5" width="12" height="12" rx="2.5" /><path d="M5 15.5a2 2 0 0 1-1.5-2V6A2.5 2.5 0 0 1 6 3.5h7.5a2 2 0 0 1 2 1.5" />`,
  find: svg`<circle cx="10.8" cy="10.8" r="6.8" /><path d="m20.5 20.5-4.9-4.9" />`,
  plus: svg`<path d="M12 5v14M5 12h14" />`,
  minus: svg`<path d="M5 12h14" />`,
  pencil: svg`<path d="M4 20.2l1-4.4L16.6 4.2a2 2 0 0 1 2.8 0l.6.6a2 2 0 0 1 0 2.8L8.4 19.2zM14 6.8l3.4 3.4" />`,
  external: svg`<path d="M14 4h6v6M20 4l-8.5 8.5M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4" />`,
  down: svg`<path d="m6 9.5 6 6 6-6" />`,
  right: svg`<path d="m9.5 6 6 6-6 6" />`,
  left: svg`<path d="m14.5 6-6 6 6 6" />`,
  play: svg`<path d="M7 4.8v14.4a.8.8 0 0 0 1.2.7l11.2-7.2a.8.8 0 0 0 0-1.4L8.2 4.1a.8.8 0 0 0-1.2.7z" />`,
  lines: svg`<circle cx="6" cy="6" r="2.5" /><circle cx="18" cy="18" r="2.5" /><path d="M8.5 6H16a3 3 0 0 1 0 6H8a3 3 0 0 0 0 6h7.5" />`,
  "tick-all": svg`<path d="m2.5 12.5 4.5 4.5L16.5 7M12 16.2l.8.8L22 7.5" />`,
  expand: svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />`,
  calendar: svg`<rect x="3.5" y="5" width="17" height="15.5" rx="2.5" /><path d="M3.5 10h17M8 2.8V6.5M16 2.8V6.5" />`,
  headset: svg`<path d="M4 15v-3a8 8 0 0 1 16 0v3M4 14.5h2.5a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H6a2 2 0 0 1-2-2zM20 14.5h-2.5a1 1 0 0 0-1 1V19a1 1 0 0 0 1 1H18a2 2 0 0 0 2-2z" />`,
  dots: svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="2.6" />`,
  eye: svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" /><circle cx="12" cy="12" r="2.8" />`,
  trash: svg`<path d="M4 6.5h16M9.5 6.5V4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v2M6 6.5l.8 12.2a2 2 0 0 0 2 1.8h6.4a2 2 0 0 0 2-1.8L18 6.5M10 10.5v6M14 10.5v6" />`,
  upload: svg`<path d="M12 15.5V4M7.5 8.5 12 4l4.5 4.5M4 15.5V18a2.5 2.5 0 0 0 2.5 2.5h11A2.5 2.5 0 0 0 20 18v-2.5" />`,
  download: svg`<path d="M12 4v11.5M7.5 11l4.5 4.5 4.5-4.5M4 15.5V18a2.5 2.5 0 0 0 2.5 2.5h11A2.5 2.5 0 0 0 20 18v-2.5" />`,
  file: svg`<path d="M13.5 3H7a2.5 2.5 0 0 0-2.5 2.5v13A2.5 2.5 0 0 0 7 21h10a2.5 2.5 0 0 0 2.5-2.5V9zM13.5 3v6h6" />`,
  pin: svg`<path d="M12 16v5M8.5 3.5h7M9.5 3.5v5.2L6 13v3h12v-3l-3.5-4.3V3.5" />`,
  up: svg`<path d="M12 20V4.5M6 10.5l6-6 6 6" />`,
  pause: svg`<rect x="6" y="4.5" width="4" height="15" rx="1.2" /><rect x="14" y="4.5" width="4" height="15" rx="1.2" />`,
  why: svg`<circle cx="12" cy="12" r="9.2" /><path d="M9.3 9.4a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2M12 17.2v.1" />`,
});
