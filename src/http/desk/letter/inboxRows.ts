import { html } from 'hono/html';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** What an inbox shows of a letter before it is opened. */
export interface InboxRow {
  readonly sender: string;
  readonly subject: string;
  readonly preheader: string;
}

/** The letter's row in an inbox: on a phone and on a desktop, each light and dark. Lines are cut where they have no more room. */
export function inboxRows(row: InboxRow, { say }: Pick<DeskVisit, 'say'>): Html {
  const devices = {
    phone: say({ de: 'Telefon', en: 'Phone' }),
    desktop: say({ de: 'Schirm', en: 'Desktop' }),
  };
  const modes = { light: say({ de: 'hell', en: 'light' }), dark: say({ de: 'dunkel', en: 'dark' }) };
  return html`<div class="inbox">
    ${(['desktop', 'phone'] as const).map(
      (device) =>
        html`<div>
          ${(['light', 'dark'] as const).map(
            (mode) =>
              html`<figure class="inbox-${device}">
                <div class="row ${mode}">
                  <span class="sender">${row.sender}</span>
                  <span class="time">07:00</span>
                  <span class="text"
                    ><span class="subject" data-shows="subject">${row.subject}</span>
                    <span class="preheader" data-shows="preheader">${row.preheader}</span></span
                  >
                </div>
                <figcaption>${devices[device]}, ${modes[mode]}</figcaption>
              </figure>`,
          )}
        </div>`,
    )}
  </div>`;
}
