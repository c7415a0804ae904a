import { expect, test } from 'vitest';
import { faultBox, faultText } from '../../../src/http/desk/deskParts.ts';

const fault = {
  text: { de: '<b>W47</b> ist angehalten.', en: '<b>W47</b> is held.' },
  hint: { de: 'Er geht hinaus mit: wochenbrief approve', en: 'It leaves with: wochenbrief approve' },
};
const desk = { commandCall: (words: readonly string[]) => `wochenbrief ${words.join(' ')} --dir "a & b"` };

test('what is wrong is told with the commands as they must be called, and nothing in it is HTML', async () => {
  const box = await new Response(await faultBox(fault, { language: 'de', desk })).text();
  expect(box).toContain('wochenbrief approve --dir &quot;a &amp; b&quot;');
  expect(box).toContain('&lt;b&gt;W47&lt;/b&gt; ist angehalten.');
  expect(faultText(fault, { language: 'en', desk })).toBe(
    '<b>W47</b> is held.\n\nIt leaves with: wochenbrief approve --dir "a & b"',
  );
});

test('where the folder cannot be opened, commands are told as they are called anywhere', () => {
  expect(faultText(fault, { language: 'de' })).toContain('mit: wochenbrief approve');
  expect(faultText({ text: fault.text }, { language: 'de' })).toBe('<b>W47</b> ist angehalten.');
});
