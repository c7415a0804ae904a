import type { LookFields } from '../../../core/desk/lookChoice.ts';
import { sectionNames, type LookName } from '../../../core/look.ts';
import type { DeskVisit } from '../deskVisit.ts';

/** A look as a form or an address carries it. */
export function lookFieldsIn(field: (name: string) => string): LookFields {
  return {
    template: field('template'),
    font: field('font'),
    color: field('color'),
    logo: field('logo'),
    pictures: field('pictures') === 'yes' ? 'yes' : '',
    sections: sectionFields.map(field),
  };
}

/** Where the letter shows in a look that is not saved yet. */
export function lookAddress(look: LookName, shown: LookFields, { link }: DeskVisit): string {
  const { font, color, logo, pictures, sections } = shown;
  const query = new URLSearchParams({ template: look, font, color, logo, pictures });
  for (const [place, name] of sections.entries()) query.set(sectionFields[place] ?? '', name);
  return `${link('/looks/frame')}?${String(query)}`;
}

/** The fields that say what the letter shows, place by place. */
export const sectionFields = sectionNames.map((_, place) => `section${place + 1}`);

/** All fields of a look. */
export const lookFieldNames = ['template', 'font', 'color', 'logo', 'pictures', ...sectionFields];
