import { configSchema, type Config } from '../../src/core/config.ts';
import { sampleIssue } from '../../src/core/desk/sampleIssue.ts';

export { englishIssue, sampleIssue } from '../../src/core/desk/sampleIssue.ts';

/** A newsletter's settings as its author would write them. */
export function sampleConfig(changes: Record<string, unknown> = {}): Config {
  return configSchema.parse({
    title: 'Wochenbrief',
    from: { name: 'Johanna Muster', address: 'brief@example.org' },
    baseUrl: 'https://brief.example.org',
    imprint: [
      'Johanna Muster',
      'Musterweg 1',
      '12345 Musterstadt',
      'Telefon 0000 000000 · brief@example.org',
      'Verantwortlich nach § 18 Abs. 2 MStV: Johanna Muster',
    ].join('\n'),
    sources: [{ folder: 'posts' }],
    ...changes,
  });
}

/** An author's words with everything Markdown can do. */
export const richLetter = `${sampleIssue().letter}

## Zwei Dinge zum Schluss

1. Erstens *dies*
2. Zweitens **das**

> Wer dankt, hat hingesehen.

---

![Quitten](https://blog.example.org/images/quitten.jpg)

### Und noch etwas

| Wer | Wofür |
| --- | ---: |
| Karl | Hobel |

\`Code\` und ein Link: https://blog.example.org/`;
