import type { FeaturedPost, Issue } from '../issue.ts';
import { parseWeek } from '../week.ts';

/** One week's issue, with everything an issue can hold. */
export function sampleIssue(changes: Partial<Issue> = {}): Issue {
  return {
    week: parseWeek('2026-W47'),
    subject: 'Wem hast du zuletzt ohne Grund gedankt?',
    preheader: 'Ein geliehener Hobel, die Kunst zu schweigen und eine Frage fürs Wochenende.',
    question: {
      text: 'Wem konntest du diese Woche dienen, ohne dass es jemand gesehen hat?',
      reason: 'Passt zum Thema der Woche.',
    },
    posts: [
      post(
        '2026-11-20',
        'die-kunst-rechtzeitig-zu-schweigen',
        'Die Kunst, rechtzeitig zu schweigen',
        'Drei Minuten lang habe ich nichts gesagt. Es waren die nützlichsten drei Minuten des ganzen Gesprächs, und ich hätte sie beinahe mit einem guten Rat gefüllt.',
        {
          url: 'https://blog.example.org/images/fenster.jpg',
          alt: 'Ein offenes Fenster im Morgenlicht, davor ein leerer Stuhl',
        },
      ),
      post(
        '2026-11-17',
        'der-geliehene-hobel',
        'Der geliehene Hobel',
        'Wer ein Werkzeug verleiht, gibt mehr aus der Hand als Eisen und Holz. Über meinen Nachbarn, eine Tischplatte und das Vertrauen, das in einer Werkstatt wohnt.',
      ),
    ],
    olderPosts: [
      post(
        '2026-10-02',
        'lob-fuer-das-unsichtbare',
        'Lob für das Unsichtbare',
        'Wer merkt eigentlich, dass der Flur immer gefegt ist?',
      ),
      post(
        '2026-09-29',
        'was-gab-es-bei-dir',
        'Was gab es bei dir?',
        'Eine Frage am Abendbrottisch, die mehr öffnet als „Wie war’s?“.',
      ),
      post(
        '2025-11-21',
        'drei-saetze-fuer-den-hausmeister',
        'Drei Sätze für den Hausmeister',
        'Ein Brief, der zwei Minuten kostete und ein Jahr lang an der Pinnwand hing.',
      ),
    ],
    letter: [
      'am Mittwoch stand ich mit nassen Schuhen im Flur des Gemeindehauses und suchte einen Lappen. Jemand hatte ihn schon hingelegt, ordentlich gefaltet, neben die Tür. Kein Zettel, kein Name.',
      '',
      'Ich habe den ganzen Abend überlegt, wer das war. Und dann gemerkt, dass es *genau darum* nicht ging. Manche Dinge tun nur deshalb so gut, weil niemand die Hand dafür hebt.',
      '',
      'Diese Woche geht es um solche Lappen. Wenn du magst, lies zuerst [den kurzen Text über das Danken](https://blog.example.org/danke-mit-adresse/), er gehört dazu.',
      '',
      'Hab ein gutes Wochenende',
      '',
      'Johanna',
    ].join('\n'),
    since: '2026-11-13T08:00:00Z',
    offered: [],
    ...changes,
  };
}

/** The same kind of issue in English. */
export function englishIssue(): Issue {
  const german = sampleIssue();
  const [first, second] = german.posts;
  return {
    ...german,
    subject: 'Who carried something for you this week?',
    preheader: 'A sofa, a staircase, and a question for the weekend.',
    question: { text: 'Who did you trust this week, and did they notice?', reason: '' },
    letter:
      'on Tuesday a stranger held the door with his foot, because both his hands were full as well.\n\nHave a good week\n\nJohanna',
    posts: [
      ...(first
        ? [
            {
              ...first,
              title: 'Carrying the other end',
              excerpt: 'A sofa, four floors, and the person you cannot see while you both walk.',
            },
          ]
        : []),
      ...(second
        ? [
            {
              ...second,
              title: 'What the piano tuner heard',
              excerpt: 'He listens for what is nearly right. Most of us only hear what is wrong.',
            },
          ]
        : []),
    ],
    olderPosts: german.olderPosts.slice(0, 1).map((post) => ({
      ...post,
      title: 'A key on green wool',
      excerpt: 'Lending a key is a sentence without words.',
    })),
  };
}

function post(
  day: string,
  slug: string,
  title: string,
  excerpt: string,
  picture?: FeaturedPost['picture'],
): FeaturedPost {
  return {
    id: `posts/${day}-${slug}.md`,
    url: `https://blog.example.org/${slug}/`,
    title,
    date: `${day}T07:00:00Z`,
    excerpt,
    picture: picture ?? null,
    minutes: null,
    reason: 'Neu in dieser Woche.',
  };
}
