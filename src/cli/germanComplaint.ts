/** commander's complaints about a command line, which come in English only. */
const complaints: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown option '(.+?)'/, 'Fehler: Die Option $1 gibt es nicht'],
  [/^error: unknown command '(.+?)'/, 'Fehler: Den Befehl $1 gibt es nicht'],
  [/^error: missing required argument '(.+?)'/, 'Fehler: Es fehlt die Angabe $1'],
  [/^error: option '(.+?)' argument missing/, 'Fehler: Zur Option $1 fehlt der Wert'],
  [/^error: required option '(.+?)' not specified/, 'Fehler: Die Option $1 ist nötig'],
  [/^error: option '(.+?)' argument '(.*?)' is invalid\./, 'Fehler: $1 kann nicht „$2“ sein.'],
  [/^error: too many arguments.*Expected (\d+).* got (\d+)\./, 'Fehler: Zu viele Angaben, $2 statt $1.'],
  [/^error: /, 'Fehler: '],
];

/** A complaint of commander's in German, with what it suggests instead; other words stay as they are. */
export function germanComplaint(text: string): string {
  const [pattern, german] = complaints.find(([one]) => one.test(text)) ?? [/^/, ''];
  return text
    .replace(pattern, german)
    .replace(/\(Did you mean (?:one of )?(.+?)\?\)/, 'Gemeint ist wohl: $1')
    .replace(/Allowed choices are (.+)\./, 'Möglich sind: $1.');
}
