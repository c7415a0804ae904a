import type { Config } from '../config.ts';
import type { DecisionRefusal } from '../clock/decision.ts';
import type { LetterState } from '../clock/letterState.ts';
import type { AuthorWords, Naming } from './authorWords.ts';
import type { Message } from './pageWords.ts';

const atOnce = 'sofort hinaus, innerhalb der nächsten Minute';

/** What the author reads in German. */
export function germanAuthorWords(address: Config['address']): AuthorWords {
  const say = (du: string, sie: string): string => (address === 'sie' ? sie : du);
  const untilApproved = say('bis du ihn freigibst', 'bis Sie ihn freigeben');
  return {
    subjectTerm: 'Betreff',
    preheaderTerm: 'Vorspann',
    questionTerm: 'Frage der Woche',
    plannedTerm: 'Geplant für',
    readersTerm: 'Wer ihn bekommt',

    state: (state, naming) => stateMessage(state, naming, say),
    approve({ state, onceApproved: { leavesAt, leavesNow } }, { moment }) {
      const leaving = leavesNow ? `Er geht dann ${atOnce}.` : `Er geht dann am ${moment(leavesAt)} hinaus.`;
      if (state.is === 'quiet')
        return {
          heading: 'Trotzdem einen Brief senden?',
          label: 'Trotzdem senden',
          text: `Dann entsteht ein Brief mit der Frage der Woche und älteren Beiträgen. ${leaving}`,
        };
      if (state.is === 'held' && state.hasBegun)
        return {
          heading: 'Den Brief weiter senden?',
          label: 'Weiter senden',
          text: 'Er geht dann sofort an alle hinaus, die ihn noch nicht haben. Niemand bekommt ihn doppelt.',
        };
      return { heading: 'Diesen Brief freigeben?', label: 'Freigeben', text: leaving };
    },
    hold: {
      heading: 'Diesen Brief anhalten?',
      label: 'Anhalten',
      text: `Er bleibt liegen, ${untilApproved}. Verloren geht nichts.`,
    },
    question: (present, isSubjectToo) => ({
      heading: 'Lieber eine andere Frage?',
      label: 'Eine andere Frage',
      text: `Statt „${present}“ kommt die nächste passende Frage aus prompts.yaml${isSubjectToo ? ', auch als Betreff' : ''}. Alles andere im Entwurf bleibt, wie es ist.`,
    }),
    resume: {
      heading: 'Den Versand fortsetzen?',
      label: 'Fortsetzen',
      text: 'Der Brief geht weiter hinaus, an alle, die ihn noch nicht haben. Niemand bekommt ihn doppelt.',
    },
    read: 'Den Entwurf lesen',
    readSent: 'Den Brief lesen',

    approved: 'Freigegeben',
    held: 'Angehalten',
    resumed: 'Es geht weiter',
    alreadySo: 'Das ist schon so',
    refusedHeading: 'Das geht jetzt nicht',
    refusal: (because) => refusals[because],

    asked: (question) => ({
      heading: 'Eine andere Frage',
      paragraphs: [`Der Brief fragt jetzt: „${question}“`],
    }),
    subjectToo: 'Auch der Betreff ist jetzt diese Frage.',
    ownReplaced: (question) =>
      say(
        `Ersetzt wurde deine eigene Frage: „${question}“ In prompts.yaml steht sie nicht. Wenn du sie behalten möchtest, schreib sie dort auf.`,
        `Ersetzt wurde Ihre eigene Frage: „${question}“ In prompts.yaml steht sie nicht. Wenn Sie sie behalten möchten, schreiben Sie sie dort auf.`,
      ),
    noneLeft: {
      heading: 'Keine andere Frage',
      paragraphs: [
        say(
          'In prompts.yaml ist keine mehr, die passt und die du diese Woche nicht schon abgelehnt hast. Der Entwurf bleibt, wie er ist.',
          'In prompts.yaml ist keine mehr, die passt und die Sie diese Woche nicht schon abgelehnt haben. Der Entwurf bleibt, wie er ist.',
        ),
      ],
    },
    noQuestion: {
      heading: 'Dieser Brief hat keine Frage',
      paragraphs: ['Die Frage wurde aus dem Entwurf genommen, und das bleibt so. Geändert wurde nichts.'],
    },
    questionChanged: {
      heading: 'Es ist schon eine andere Frage',
      paragraphs: ['Die Frage auf der Seite davor steht nicht mehr im Entwurf. Geändert wurde nichts.'],
    },

    noDraft: {
      heading: 'Hier gibt es nichts zu lesen',
      paragraphs: ['Für diese Woche gibt es keinen Entwurf.'],
    },
    faultHeading: 'Am Entwurf stimmt etwas nicht',
    faultNext: 'So kann er nicht hinausgehen. Ist das behoben, gilt wieder, was geplant war.',
    draftMark: 'Entwurf',
    sentMark: 'Gesendet',
  };
}

type Say = (du: string, sie: string) => string;

function stateMessage(state: LetterState, { week, day, moment }: Naming, say: Say): Message {
  switch (state.is) {
    case 'nothing':
      return {
        heading: 'Noch kein Entwurf',
        paragraphs: ['Für diese Woche ist noch nichts zusammengestellt.'],
      };
    case 'quiet':
      return {
        heading: 'Eine stille Woche',
        paragraphs: ['Im Blog ist nichts Neues erschienen. Von selbst geht darum kein Brief hinaus.'],
      };
    case 'planned':
      return {
        heading: `Der Brief für ${day}`,
        paragraphs: [
          state.needsApproval
            ? say(
                `Er wartet auf deine Freigabe. ${state.leavesNow ? `Danach geht er ${atOnce}.` : `Geplant ist er für ${moment(state.leavesAt)}.`}`,
                `Er wartet auf Ihre Freigabe. ${state.leavesNow ? `Danach geht er ${atOnce}.` : `Geplant ist er für ${moment(state.leavesAt)}.`}`,
              )
            : state.leavesNow
              ? 'Er geht jetzt von selbst hinaus, innerhalb der nächsten Minute.'
              : `Er geht von selbst hinaus, am ${moment(state.leavesAt)}.`,
        ],
      };
    case 'approved':
      return {
        heading: 'Der Brief ist freigegeben',
        paragraphs: [
          state.leavesNow
            ? 'Er geht jetzt hinaus, innerhalb der nächsten Minute.'
            : `Er geht am ${moment(state.leavesAt)} hinaus.`,
        ],
      };
    case 'held':
      return { heading: 'Der Brief ist angehalten', paragraphs: [heldText(state, say)] };
    case 'sending':
      return {
        heading: 'Der Brief ist unterwegs',
        paragraphs: [
          'Die Ersten haben ihn schon, darum gibt es hier nichts mehr zu entscheiden.',
          `Unterbrechen lässt er sich auf dem Rechner, der ihn sendet: wochenbrief pause ${week}`,
        ],
      };
    case 'paused':
      return {
        heading: 'Der Versand ist unterbrochen',
        paragraphs: [
          ...(state.reason === null ? [] : [state.reason.de]),
          'Wer den Brief noch nicht hat, bekommt ihn erst, wenn es weitergeht.',
        ],
      };
    case 'finished':
      return { heading: 'Der Brief ist hinaus', paragraphs: ['Zu entscheiden gibt es nichts mehr.'] };
    case 'cancelled':
      return { heading: 'Der Brief ist abgesagt', paragraphs: ['Niemand bekommt ihn mehr.'] };
    case 'over':
      return {
        heading: 'Dieser Brief geht nicht mehr hinaus',
        paragraphs: [
          'Seine Zeit ist vorbei: Ein späterer Brief war schneller, oder er fällt in eine Pause, die in newsletter.yaml steht.',
        ],
      };
  }
}

function heldText({ reason, hasBegun }: Extract<LetterState, { is: 'held' }>, say: Say): string {
  if (hasBegun)
    return 'Ein Teil der Leserinnen und Leser hat ihn schon. Dann brach der Versand ab, und das ist so lange her, dass er nicht mehr von selbst weitergeht.';
  switch (reason) {
    case 'author':
      return say(
        'Er geht nicht hinaus, bis du ihn freigibst.',
        'Er geht nicht hinaus, bis Sie ihn freigeben.',
      );
    case 'unanswered':
      return say(
        'Er wartete auf deine Freigabe, und bis zu seiner Zeit kam keine Antwort. Nun bleibt er liegen, bis du ihn freigibst.',
        'Er wartete auf Ihre Freigabe, und bis zu seiner Zeit kam keine Antwort. Nun bleibt er liegen, bis Sie ihn freigeben.',
      );
    case 'late':
      return 'Zu seiner Zeit ging er nicht hinaus, und jetzt ist es so spät, dass er es nicht mehr von selbst tut.';
  }
}

const refusals: Readonly<Record<DecisionRefusal, string>> = {
  nothingComposed: 'Für diese Woche ist noch nichts zusammengestellt. Geändert wurde nichts.',
  hasLeft: 'Der Brief ist schon unterwegs. Geändert wurde nichts.',
  notBegun: 'Der Brief ist noch gar nicht unterwegs. Geändert wurde nichts.',
  notPaused: 'Der Versand ist nicht unterbrochen. Geändert wurde nichts.',
  finished: 'Der Brief ist schon hinaus. Geändert wurde nichts.',
  cancelled: 'Der Brief ist abgesagt. Geändert wurde nichts.',
  over: 'Die Zeit dieses Briefs ist vorbei. Geändert wurde nichts.',
};
