import { html } from 'hono/html';
import { actionForm } from './deskParts.ts';
import type { DeskVisit, Html } from './deskVisit.ts';
import { letterPath } from './layout.ts';

/** Where there is no draft yet: why, and the way to one. */
export function noDraft({ week, say, link }: Pick<DeskVisit, 'week' | 'say' | 'link'>): Html {
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
