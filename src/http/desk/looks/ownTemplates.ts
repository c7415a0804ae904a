import { html } from 'hono/html';
import type { Config } from '../../../core/config.ts';
import { checkTemplates, type TemplateReport } from '../../../core/render/checkTemplates.ts';
import { shelvedTemplates, type ShelvedTemplate, type TemplateShelf } from '../../../core/templateShelf.ts';
import type { Saying } from '../../../core/saying.ts';
import { toldTo } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** Checks templates, once for each state of them. */
export type TemplateProof = (shelf: TemplateShelf, config: Config) => Promise<TemplateReport>;

/** A check makes dozens of letters, and the page is shown anew with every save. */
export function templateProof(): TemplateProof {
  let last: { readonly key: string; readonly report: Promise<TemplateReport> } | undefined;
  return (shelf, config) => {
    const key = JSON.stringify([shelf.own, config]);
    if (last?.key !== key) last = { key, report: checkTemplates(shelf, config) };
    const { report } = last;
    report.catch(() => (last = undefined));
    return report;
  };
}

/** The templates of the author's own, with all that is wrong with them. */
export async function ownTemplatesPart(visit: DeskVisit, proof: TemplateProof): Promise<Html> {
  const { say, desk, language } = visit;
  const shelf = await desk.templateShelf();
  const own = shelvedTemplates(shelf).filter(({ source }) => source !== 'program');
  const { faults, remarks } =
    own.length === 0 ? { faults: [], remarks: [] } : await proof(shelf, desk.config);
  return html`<section class="own-templates" aria-labelledby="own-title">
    <h2 id="own-title">${say({ de: 'Eigene Vorlagen', en: 'Templates of your own' })}</h2>
    <div id="own-templates" data-live="templates settings">
      ${
        own.length === 0
          ? html`<p class="narrow">
              ${say({
                de: 'Keine. Alle Vorlagen kommen mit dem Programm. Wer mehr ändern will, holt sich eine Datei in den Ordner templates/:',
                en: 'None. All templates come with the program. To change more, put a file into the folder templates/:',
              })}
            </p>`
          : html`<ul class="template-list">
              ${own.map(
                ({ file, source }) =>
                  html`<li>
                    <code>templates/${file}</code> <span class="quietly">${say(sourceWords[source])}</span>
                  </li>`,
              )}
            </ul>`
      }
      ${faults.map(
        ({ text, hint }) =>
          html`<div class="box fault">
            <p class="lines">${toldTo(visit, text)}</p>
            ${hint ? html`<p class="lines hint">${toldTo(visit, hint)}</p>` : ''}
          </div>`,
      )}
      ${remarks.map(
        ({ file, what, hint }) =>
          html`<div class="box warning">
            <p><code>${file}</code> ${what[language]}</p>
            <p class="hint">${toldTo(visit, hint)}</p>
          </div>`,
      )}
      ${
        own.length > 0 && faults.length === 0
          ? html`<p>
              ${say({
                de: 'In allen drei Aussehen lassen sich Beispielbriefe daraus machen.',
                en: 'Sample letters can be made from them in all three looks.',
              })}
            </p>`
          : ''
      }
    </div>
    <p><code>${desk.commandCall(['templates', 'eject', desk.config.look.template])}</code></p>
  </section>`;
}

const sourceWords: Readonly<Record<ShelvedTemplate['source'], Saying>> = {
  program: { de: 'mitgeliefert', en: 'the program’s' },
  same: { de: 'wie die mitgelieferte', en: 'the same as the program’s' },
  changed: { de: 'geändert', en: 'changed' },
  added: { de: 'zusätzlich', en: 'added' },
};
