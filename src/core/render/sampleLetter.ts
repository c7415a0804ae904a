import type { Language } from '../errors.ts';
import type { FeaturedPost, Issue } from '../issue.ts';
import { parseWeek } from '../week.ts';

/** A letter with everything a letter can hold, to try templates on. */
export function sampleLetter(language: Language): Issue {
  const words = texts[language];
  const post = (number: number, more: Partial<FeaturedPost> = {}): FeaturedPost => ({
    id: `sample-${number}`,
    url: `https://blog.example.org/${number}/`,
    title: words.titles[number % words.titles.length] ?? '',
    date: `2026-11-${String(20 - number).padStart(2, '0')}T07:00:00Z`,
    excerpt: words.excerpt,
    picture: null,
    minutes: null,
    reason: '',
    ...more,
  });
  const picture = { url: 'https://blog.example.org/window.jpg', alt: words.picture };
  return {
    week: parseWeek('2026-W47'),
    subject: words.question,
    preheader: words.preheader,
    question: { text: words.question, reason: '' },
    posts: [
      post(0, { picture, minutes: 4 }),
      post(1, { picture: { ...picture, alt: '' } }),
      post(2, { excerpt: '' }),
    ],
    olderPosts: [post(3, { minutes: 2 }), post(4, { excerpt: '' })],
    letter: words.letter,
    since: '2026-11-13T08:00:00Z',
    offered: [],
  };
}

/** A letter with nothing but its greeting. */
export function bareLetter(language: Language): Issue {
  const letter = sampleLetter(language);
  return { ...letter, preheader: '', question: null, posts: [], olderPosts: [], letter: '' };
}

const texts = {
  de: {
    preheader: 'Ein geliehener Hobel, die Kunst zu schweigen und eine Frage fürs Wochenende.',
    question: 'Wem konntest du diese Woche dienen, ohne dass es jemand gesehen hat?',
    excerpt: 'Wer ein Werkzeug verleiht, gibt mehr aus der Hand als Eisen und Holz.',
    picture: 'Ein offenes Fenster im Morgenlicht',
    titles: [
      'Die Kunst, rechtzeitig zu schweigen',
      'Der geliehene Hobel',
      'Drei Sätze für den Hausmeister',
      'Lob für das Unsichtbare',
      'Was gab es bei dir?',
    ],
    letter:
      'das ist ein Beispielbrief. Er hat **alles**, was ein Brief haben kann: [einen Link](https://blog.example.org/),\n\n## eine Überschrift\n\n> ein Zitat\n\n- und\n- eine Liste.\n\nHab ein gutes Wochenende',
  },
  en: {
    preheader: 'A borrowed plane, the art of silence and a question for the weekend.',
    question: 'Whom could you serve this week without anybody seeing it?',
    excerpt: 'Who lends a tool hands out more than iron and wood.',
    picture: 'An open window in morning light',
    titles: [
      'The art of silence in time',
      'The borrowed plane',
      'Three sentences for the caretaker',
      'Praise of the unseen',
      'How was your day?',
    ],
    letter:
      'this is a sample letter. It has **everything** a letter can have: [a link](https://blog.example.org/),\n\n## a heading\n\n> a quotation\n\n- and\n- a list.\n\nHave a good weekend',
  },
} as const;
