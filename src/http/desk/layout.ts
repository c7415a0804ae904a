import { html } from 'hono/html';
import type { Language } from '../../core/errors.ts';
import { numberOfWeek, weeksBefore, type WeekId } from '../../core/week.ts';
import type { DeskPage, DeskTab, DeskVisit, Html, LetterTab } from './deskVisit.ts';

/** A page with all that stands around it: where one is, and where one can go. */
export function wholePage(
  page: DeskPage,
  visit: DeskVisit | Pick<DeskVisit, 'language' | 'link'>,
): Html | Promise<Html> {
  const { language, link } = visit;
  const root = link('').slice(0, -language.length - 1);
  const week = 'week' in visit ? visit.week : null;
  const newsletter = 'desk' in visit ? visit.desk.config.title : 'Wochenbrief';
  const heard = 'week' in visit ? { seen: visit.seen.join('.'), week: visit.week } : {};
  const scripts = ['desk.js', ...(page.scripts ?? [])];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <title>${page.title} · ${newsletter}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${root}/files/desk.css" />
        ${scripts.map((name) => html`<script type="module" src="${root}/files/${name}"></script>`)}
      </head>
      <body
        data-events="${root}/events?${String(new URLSearchParams(heard))}"
        ${'request' in visit && visit.request.method === 'POST' ? 'data-answer' : ''}
      >
        <a class="skip" href="#main">${words.skip[language]}</a>
        <header class="top">
          <p class="newsletter"><a href="${link('/')}">${newsletter}</a></p>
          <nav aria-label="${words.everything[language]}">
            <ul>
              ${deskTabs.map((tab) => tabLink(tab, page.tab, language, link(`/${tab}`)))}
            </ul>
          </nav>
          <p class="language">${otherLanguage(visit)}</p>
        </header>
        ${week === null || page.tab === null || isDeskTab(page.tab) ? '' : letterNavigation(page.tab, week, visit)}
        <main id="main">${page.main}</main>
        <p id="live" class="live" role="status" hidden>
          ${words.changedElsewhere[language]} <a href="">${words.reload[language]}</a>
        </p>
      </body>
    </html>`;
}

const letterTabs = ['letter', 'words', 'question', 'posts', 'checks', 'send'] as const;
const deskTabs = ['year', 'mails', 'looks'] as const;

function isDeskTab(tab: DeskTab): tab is (typeof deskTabs)[number] {
  return deskTabs.some((one) => one === tab);
}

function letterNavigation(
  tab: DeskTab,
  week: WeekId,
  { language, link }: Pick<DeskVisit, 'language' | 'link'>,
): Html {
  const to = (other: WeekId): string => letterPath(other, 'letter');
  return html`<section class="week" aria-label="${words.week[language]} ${numberOfWeek(week)}">
    <p>
      <a href="${link(to(weeksBefore(week, 1)))}" rel="prev" aria-label="${words.before[language]}">‹</a>
      <strong>${words.week[language]} ${numberOfWeek(week)}</strong>
      <a href="${link(to(weeksBefore(week, -1)))}" rel="next" aria-label="${words.after[language]}">›</a>
    </p>
    <nav aria-label="${words.letterParts[language]}">
      <ul>
        ${letterTabs.map((one) => tabLink(one, tab, language, link(letterPath(week, one))))}
      </ul>
    </nav>
  </section>`;
}

/** Where a week's letter lies: `/letter/2026-W47/words`. */
export function letterPath(week: WeekId, tab: LetterTab): string {
  return `/letter/${week}${tab === 'letter' ? '' : `/${tab}`}`;
}

function tabLink(tab: DeskTab, current: DeskTab | null, language: Language, address: string): Html {
  const isHere = tab === current;
  return html`<li>
    <a href="${address}" ${isHere ? html`aria-current="page"` : ''}>${words.tabs[tab][language]}</a>
  </li>`;
}

/** The same page in the other language; the address says it, so that nothing need be kept in the browser. */
function otherLanguage(visit: DeskVisit | Pick<DeskVisit, 'language' | 'link'>): Html {
  const { language, link } = visit;
  const other = language === 'de' ? 'en' : 'de';
  const here = 'request' in visit ? new URL(visit.request.url) : null;
  const below = here ? here.pathname.slice(link('').length) + here.search : '/';
  const address = `${link('').slice(0, -language.length)}${other}${below}`;
  return html`<a href="${address}" lang="${other}" hreflang="${other}"
    >${other === 'en' ? 'English' : 'Deutsch'}</a
  >`;
}

const words = {
  skip: { de: 'Zum Inhalt', en: 'Skip to content' },
  everything: { de: 'Alles Übrige', en: 'Everything else' },
  letterParts: { de: 'Der Brief der Woche', en: 'The letter of the week' },
  week: { de: 'Woche', en: 'Week' },
  before: { de: 'Die Woche davor', en: 'The week before' },
  after: { de: 'Die Woche danach', en: 'The week after' },
  changedElsewhere: {
    de: 'Die Dateien haben sich inzwischen geändert; was hier eingetragen ist, ist noch nicht gespeichert.',
    en: 'The files have changed meanwhile; what is entered here is not saved yet.',
  },
  reload: { de: 'Neu laden', en: 'Reload' },
  tabs: {
    letter: { de: 'Brief', en: 'Letter' },
    words: { de: 'Worte', en: 'Words' },
    question: { de: 'Frage', en: 'Question' },
    posts: { de: 'Beiträge', en: 'Posts' },
    checks: { de: 'Prüfen', en: 'Check' },
    send: { de: 'Senden', en: 'Send' },
    year: { de: 'Das Jahr', en: 'The year' },
    mails: { de: 'Mails und Seiten', en: 'Mails and pages' },
    looks: { de: 'Aussehen', en: 'Looks' },
  },
} as const;
