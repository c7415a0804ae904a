import { html } from 'hono/html';
import type { Language } from '../../core/errors.ts';
import type { Saying, Say } from '../../core/saying.ts';
import type { DeskFile, Html } from './deskVisit.ts';

/** How anything is looked at that readers see. */
export interface FrameChoice {
  readonly width: 'beside' | 'phone' | 'tablet' | 'desktop';
  readonly mode: 'both' | 'light' | 'dark';
  readonly pictures: 'on' | 'off';
}

/** Everything that can be chosen; the first is what shows without a choice. */
const frameChoices = {
  width: ['beside', 'phone', 'tablet', 'desktop'],
  mode: ['both', 'light', 'dark'],
  pictures: ['on', 'off'],
} as const satisfies { readonly [Key in keyof FrameChoice]: readonly FrameChoice[Key][] };

/** One choice in an address; what is missing or strange there is as usual. */
export function chosenIn<Value extends string>(
  query: URLSearchParams,
  key: string,
  values: readonly [Value, ...Value[]],
  usual: Value = values[0],
): Value {
  return values.find((value) => value === query.get(key)) ?? usual;
}

/** The choice in an address. */
export function readFrameChoice(query: URLSearchParams): FrameChoice {
  return {
    width: chosenIn(query, 'width', frameChoices.width),
    mode: chosenIn(query, 'mode', frameChoices.mode),
    pictures: chosenIn(query, 'pictures', frameChoices.pictures),
  };
}

/** One thing to choose, with its values in their order, perhaps in groups. */
export interface Choosable {
  readonly key: string;
  readonly heading: Saying;
  readonly chosen: string;
  readonly groups: readonly {
    readonly name: Saying | null;
    readonly values: Readonly<Record<string, Saying>>;
  }[];
}

/** What every frame lets choose: width, palette, pictures. */
export function frameChoosables(choice: FrameChoice): readonly Choosable[] {
  return [
    choosable('width', headings.width, choice.width, frameLabels.width),
    choosable('mode', headings.mode, choice.mode, frameLabels.mode),
    choosable('pictures', headings.pictures, choice.pictures, frameLabels.pictures),
  ];
}

/** The language of what is looked at. */
export function languageChoosable(chosen: Language): Choosable {
  const values = { de: { de: 'Deutsch', en: 'German' }, en: { de: 'Englisch', en: 'English' } };
  return choosable('language', { de: 'Sprache', en: 'Language' }, chosen, values);
}

/** Whether a mail shows as it is meant, as its plain text, or as the bytes it is. */
export function showChoosable(chosen: string, values: Readonly<Record<string, Saying>>): Choosable {
  return choosable('show', { de: 'Ansicht', en: 'View' }, chosen, values);
}

/** What mails besides their usual look show. */
export const otherShows = {
  text: { de: 'Nur Text', en: 'Plain text' },
  source: { de: 'Quelltext der Mail', en: 'Source of the mail' },
} as const;

/** Something to choose whose values stand in no groups. */
export function choosable(
  key: string,
  heading: Saying,
  chosen: string,
  values: Readonly<Record<string, Saying>>,
): Choosable {
  return { key, heading, chosen, groups: [{ name: null, values }] };
}

/** The form in which all of it is chosen; on a phone it waits behind a line that says what is chosen. */
export function chooserForm(action: string, choosables: readonly Choosable[], say: Say): Html {
  const options = (values: Readonly<Record<string, Saying>>, chosen: string): readonly Html[] =>
    Object.entries(values).map(
      ([value, label]) =>
        html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${say(label)}</option>`,
    );
  const chosen = choosables.map(({ groups, chosen }) => {
    const label = groups.map(({ values }) => values[chosen]).find((one) => one !== undefined);
    return label ? say(label) : chosen;
  });
  return html`<details class="chooser-way" id="chooser-way">
      <summary>
        ${say({ de: 'Ansicht wählen', en: 'Choose the view' })}
        <span class="quietly">${chosen.join(' · ')}</span>
      </summary>
    </details>
    <form class="chooser" method="get" action="${action}" data-at-once>
      ${choosables.map(
        ({ key, heading, chosen, groups }) =>
          html`<label
            >${say(heading)}
            <select name="${key}">
              ${groups.map(({ name, values }) =>
                name === null
                  ? options(values, chosen)
                  : html`<optgroup label="${say(name)}">${options(values, chosen)}</optgroup>`,
              )}
            </select></label
          >`,
      )}
      <button class="quiet">${say({ de: 'Zeigen', en: 'Show' })}</button>
    </form>`;
}

/** The same thing side by side, in each chosen width and palette; `address` is where a frame of it is. */
export function lookFrames(
  choice: Pick<FrameChoice, 'width' | 'mode'>,
  {
    say,
    live,
    address,
  }: {
    readonly say: Say;
    /** What a change of shows it anew. */
    readonly live: string;
    readonly address: (more: Readonly<Record<string, string>>) => string;
  },
): Html {
  const widths = choice.width === 'beside' ? (['phone', 'desktop'] as const) : [choice.width];
  const modes = choice.mode === 'both' ? (['light', 'dark'] as const) : [choice.mode];
  return html`<div class="frames">
    ${widths.flatMap((width) =>
      modes.map((mode) => {
        const title = `${say(frameLabels.width[width])}, ${say(frameLabels.mode[mode])}`;
        return html`<figure class="${width}">
          <iframe
            title="${title}"
            src="${address({ width, mode })}"
            sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
            data-live="${live}"
          ></iframe>
          <figcaption>${title}</figcaption>
        </figure>`;
      }),
    )}
  </div>`;
}

/** A text in a frame, as it is. */
export function plainFrame(body: string, status = 200): DeskFile {
  return { kind: 'letterWithoutPictures', type: 'text/plain; charset=utf-8', body, status };
}

const headings = {
  width: { de: 'Breite', en: 'Width' },
  mode: { de: 'Farben', en: 'Colours' },
  pictures: { de: 'Bilder', en: 'Pictures' },
} as const;

const frameLabels = {
  width: {
    beside: { de: 'Telefon und Schirm', en: 'Phone and desktop' },
    phone: { de: 'Telefon', en: 'Phone' },
    tablet: { de: 'Tablet', en: 'Tablet' },
    desktop: { de: 'Schirm', en: 'Desktop' },
  },
  mode: {
    both: { de: 'hell und dunkel', en: 'light and dark' },
    light: { de: 'hell', en: 'light' },
    dark: { de: 'dunkel', en: 'dark' },
  },
  pictures: {
    on: { de: 'mit Bildern', en: 'with pictures' },
    off: { de: 'ohne Bilder', en: 'without pictures' },
  },
} as const;
