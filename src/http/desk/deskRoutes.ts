import { postShelf } from '../../flow/desk/postShelf.ts';
import { letterPress } from '../../flow/desk/letterPress.ts';
import { checkPages, type DeskChecking } from './checks/checkPages.ts';
import { samplePress } from '../../flow/desk/samplesView.ts';
import type { DeskRoutes } from './deskVisit.ts';
import type { DeskEvents } from './events.ts';
import { letterPages } from './letter/letterPages.ts';
import { looksPages } from './looks/looksPages.ts';
import { mailsPages } from './mails/mailsPages.ts';
import { templateProof } from './looks/ownTemplates.ts';
import { picturePages, type FetchPicture } from './letter/picturePages.ts';
import { postsPages } from './posts/postsPages.ts';
import { questionPages } from './question/questionPages.ts';
import { sendPages, type DeskSending } from './sending/sendPages.ts';
import { sentPages } from './letter/sentPages.ts';
import { wordsPages } from './words/wordsPages.ts';
import { yearPages } from './year/yearPages.ts';

/** What pages need besides the folder. */
export interface DeskRoutesOrder {
  /** Tells open pages what no file shows. */
  readonly events: Pick<DeskEvents, 'tell'>;
  readonly checking: DeskChecking;
  /** Null fetches none. */
  readonly fetchPicture: FetchPicture | null;
  readonly sending: DeskSending;
}

/** All pages of the desk. */
export function deskRoutes(order: DeskRoutesOrder): DeskRoutes {
  const press = letterPress();
  return {
    ...letterPages(press, order.checking),
    ...picturePages(press, order.fetchPicture),
    ...checkPages(order.checking),
    ...wordsPages(),
    ...questionPages(),
    ...postsPages(postShelf()),
    ...mailsPages(samplePress(), order.fetchPicture),
    ...sendPages(order.sending, order.checking),
    ...sentPages(order.fetchPicture),
    ...looksPages(templateProof()),
    ...yearPages(order.events),
  };
}
