import { html } from 'hono/html';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** Whether approved letters leave by themselves, and how to see to it. */
export function clockNote(isRunning: boolean, isOver: boolean, { say, desk }: DeskVisit): Html {
  if (isOver) return '';
  if (isRunning)
    return html`<p class="quietly">
      ${say({
        de: 'Der Zeitplan läuft: Was freigegeben ist, geht von selbst hinaus, und wer aufgeschoben ist, kommt von selbst wieder dran.',
        en: 'The clock is running: what is approved leaves by itself, and whoever was put off is tried again by itself.',
      })}
    </p>`;
  return html`<div class="box warning">
    <p>
      ${say({
        de: 'Hier läuft gerade kein Zeitplan. Von selbst geht auch ein freigegebener Brief erst hinaus, wenn einer läuft. Von hier aus senden geht auch ohne ihn.',
        en: 'No clock is running here. Even an approved letter leaves by itself only once one does. Sending from here works without it.',
      })}
    </p>
    <details id="clock-how">
      <summary>${say({ de: 'So startet der Zeitplan', en: 'How to start the clock' })}</summary>
      <p>
        ${say({ de: 'Im Terminal, mit den Seiten für Leserinnen und Leser:', en: 'In a terminal, with the pages for readers:' })}
        <code>${desk.commandCall(['start'])}</code>
      </p>
      <p>
        ${say({ de: 'Oder der Zeitplan allein:', en: 'Or the clock alone:' })}
        <code>${desk.commandCall(['schedule'])}</code>
      </p>
      <p class="hint">
        ${say({
          de: 'Wecken cron oder systemd ihn mit „schedule --once“, ist alles gut, auch wenn hier keiner läuft.',
          en: 'If cron or systemd wakes it with "schedule --once", all is well even though none is running here.',
        })}
      </p>
    </details>
  </div>`;
}
