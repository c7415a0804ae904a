import { html } from 'hono/html';
import { weekOf, weeksBetween } from '../../../core/week.ts';
import { actionForm } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';

/** Where there is no draft: why, and the way to one; for a week that is over there is none any more. */
export function noDraft(visit: Pick<DeskVisit, 'week' | 'say' | 'link' | 'desk'>): Html {
  const { week, say, link, desk } = visit;
  const running = weekOf(desk.clock.now(), desk.config.schedule.timeZone);
  if (weeksBetween(week, running) > 0) return noLetterThen(visit);
  return html`<h1>${say({ de: 'Noch kein Entwurf', en: 'No draft yet' })}</h1>
    <div id="draft" data-live="draft">
      <p>
        ${say({
          de: `Für ${week} gibt es noch keinen Entwurf. Er entsteht zu seiner Zeit im Zeitplan, oder jetzt.`,
          en: `There is no draft for ${week} yet. The clock composes it at its hour, or you do it now.`,
        })}
      </p>
    </div>
    ${actionForm(
      link(`${letterPath(week, 'letter')}/compose`),
      say({ de: 'Jetzt zusammenstellen', en: 'Compose it now' }),
    )}`;
}

function noLetterThen({ week, say, link }: Pick<DeskVisit, 'week' | 'say' | 'link'>): Html {
  return html`<h1>${say({ de: 'Kein Brief in dieser Woche', en: 'No letter in this week' })}</h1>
    <div id="draft" data-live="draft">
      <p>
        ${say({
          de: `Die Woche ${week} ist vorbei, und ein Brief wurde damals nicht zusammengestellt.`,
          en: `The week ${week} is over, and no letter was composed then.`,
        })}
      </p>
    </div>
    <p><a href="${link('/')}">${say({ de: 'Zum nächsten Brief', en: 'To the next letter' })}</a></p>`;
}
