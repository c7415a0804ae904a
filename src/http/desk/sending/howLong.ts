import type { Saying } from '../../../core/saying.ts';
import type { SecondLook } from '../../../flow/desk/secondLook.ts';
import type { DeskVisit } from '../deskVisit.ts';
import { roughly, shortMs } from '../inWords.ts';

/** A run does not wait for longer than this, but ends, and goes on later. */
const hourMs = 3_600_000;

/** How long it takes at least, by the settings. */
export function durationLine({ leastMs }: SecondLook, { say, desk }: DeskVisit): string {
  const { perSecond, perMinute, perHour, perDay } = desk.config.delivery;
  if (leastMs === 0 && perSecond + perMinute + perHour + perDay === 0)
    return say({
      de: 'So schnell, wie der Mailserver sie annimmt.',
      en: 'As fast as the mail server takes them.',
    });
  const { de, en } = roughly(leastMs);
  const limits: readonly (readonly [number, Saying])[] = [
    [perSecond, { de: `${perSecond} in der Sekunde`, en: `${perSecond} a second` }],
    [perMinute, { de: `${perMinute} in der Minute`, en: `${perMinute} a minute` }],
    [perHour, { de: `${perHour} in der Stunde`, en: `${perHour} an hour` }],
    [perDay, { de: `${perDay} am Tag`, en: `${perDay} a day` }],
  ];
  const named = limits.flatMap(([limit, words]) => (limit > 0 ? [say(words)] : [])).join(', ');
  const isShort = leastMs < shortMs;
  const line = isShort
    ? say({
        de: `Hält der Mailserver mit, dauert es ${de} (höchstens ${named}).`,
        en: `If the mail server keeps up, it takes ${en} (at most ${named}).`,
      })
    : say({
        de: `Dauert mindestens ${de} (höchstens ${named}).`,
        en: `Takes at least ${en} (at most ${named}).`,
      });
  return leastMs < hourMs
    ? line
    : `${line} ${say({
        de: 'In Etappen: Nach jeder macht der Zeitplan weiter, oder hier der Knopf „Weiter senden“.',
        en: 'In stages: after each the clock goes on, or here the button "Go on sending".',
      })}`;
}
