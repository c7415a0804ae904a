import { html } from 'hono/html';
import { fieldsOfLook, markOfLook, readLookFields } from '../../../core/desk/lookChoice.ts';
import { changeLook } from '../../../flow/desk/changeLook.ts';
import { openDraft } from '../../../flow/desk/openDraft.ts';
import { readDeskForm } from '../deskForm.ts';
import { doneBox } from '../deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import { colorFile } from './lookColor.ts';
import { lookFieldNames, lookFieldsIn } from './lookFields.ts';
import { lookForm, type LookFormState } from './lookForm.ts';
import { lookFrame } from './lookFrame.ts';
import { lookFaults, lookRefusal } from './lookRefusals.ts';
import { ownTemplatesPart, type TemplateProof } from './ownTemplates.ts';

/** How letters look: the three looks beside one another, what can be set, and templates of the author's own. */
export function looksPages(proof: TemplateProof): DeskRoutes {
  return {
    '/looks': {
      GET: async (visit) => {
        const wasSaved = visit.query.has('saved');
        const notice = wasSaved ? doneBox(visit.say({ de: 'Gespeichert.', en: 'Saved.' })) : '';
        const shown = fieldsOfLook(visit.desk.config.look);
        return looksPage(
          { shown, notice, faults: [], seen: markOfLook(visit.desk.config.look), isSaved: true },
          visit,
          proof,
        );
      },
      POST: (visit) => save(visit, proof),
    },
    '/looks/color': { GET: (visit) => colorFile(visit) },
    '/looks/frame': { GET: (visit) => lookFrame(visit), isFramed: true },
  };
}

async function save(visit: DeskVisit, proof: TemplateProof): Promise<DeskAnswer> {
  const { desk, link } = visit;
  const field = await readDeskForm(visit.request, [...lookFieldNames, 'seen']);
  const shown = lookFieldsIn(field);
  const read = readLookFields(shown);
  const seen = field('seen');
  if ('faults' in read) {
    const { faults } = read;
    const state = { shown, seen, faults, notice: lookFaults(faults, visit), isSaved: false };
    return { ...(await looksPage(state, visit, proof)), status: 422 };
  }
  const outcome = await changeLook(desk, read.look, seen);
  if (outcome.is === 'saved' || outcome.is === 'unchanged') return { seeOther: `${link('/looks')}?saved` };
  const state = {
    shown,
    faults: [],
    notice: lookRefusal(outcome, visit),
    // Whoever saves once more has seen what stands there by now.
    seen: outcome.is === 'conflict' ? markOfLook(outcome.look) : seen,
    isSaved: false,
  };
  return { ...(await looksPage(state, visit, proof)), status: 409 };
}

async function looksPage(
  state: LookFormState & { readonly notice: Html },
  visit: DeskVisit,
  proof: TemplateProof,
): Promise<DeskPage> {
  const { say, desk, week } = visit;
  const title = say({ de: 'Aussehen', en: 'Looks' });
  const draft = await openDraft(desk, week);
  const isDrafted = draft !== undefined && draft.issue !== null;
  return {
    title,
    tab: 'looks',
    scripts: ['unsaved.js', 'looks.js'],
    main: html`<h1>${title}</h1>
      <div id="notice">${state.notice}</div>
      <p class="narrow">
        ${
          isDrafted
            ? say({
                de: 'So sieht der Brief dieser Woche in jedem der drei Aussehen aus, mit dem, was unten gewählt ist.',
                en: 'This is the letter of the week in each of the three looks, with what is chosen below.',
              })
            : say({
                de: 'Für diese Woche gibt es noch keinen Brief; hier steht ein Beispiel.',
                en: 'There is no letter for this week yet; this is a sample.',
              })
        }
      </p>
      ${lookForm(state, visit)} ${ownTemplatesPart(visit, proof)}`,
  };
}
