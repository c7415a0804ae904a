import { html } from 'hono/html';
import { lookToTry, type LookFields } from '../../../core/desk/lookChoice.ts';
import { colorSample } from '../../../core/render/colorSample.ts';
import type { DeskFile, DeskVisit, Html } from '../deskVisit.ts';
import { lookFieldsIn } from './lookFields.ts';

/** What becomes of the chosen colour, to be seen beside its field. */
export function colorPicture({ template, color }: LookFields, { say, link }: DeskVisit): Html {
  const place = link('/looks/color');
  return html`<img
    class="color-sample"
    src="${place}?${String(new URLSearchParams({ template, color }))}"
    data-at="${place}"
    width="256"
    height="116"
    alt="${say({
      de: 'Die Farbe im Brief: als Link und als Fläche, hell und dunkel',
      en: 'The colour in the letter: as a link and as an area, light and dark',
    })}"
  />`;
}

/** The picture itself. */
export async function colorFile({ query, desk, say }: DeskVisit): Promise<DeskFile> {
  const fields = lookFieldsIn((name) => query.get(name) ?? '');
  const { color, template } = lookToTry({ ...fields, sections: ['letter'] }, desk.config.look);
  return {
    kind: 'file',
    type: 'image/svg+xml',
    body: colorSample(color, template, {
      link: say({ de: 'Ein Link', en: 'A link' }),
      area: say({ de: 'Fläche', en: 'Area' }),
    }),
  };
}
