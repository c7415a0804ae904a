import { postShelf } from '../../flow/desk/postShelf.ts';
import { letterPress } from '../../flow/desk/letterPress.ts';
import { checkPages, type DeskChecking } from './checkPages.ts';
import { samplePress } from '../../flow/desk/samplesView.ts';
import type { DeskRoutes } from './deskVisit.ts';
import type { DeskEvents } from './events.ts';
import { letterPages } from './letterPages.ts';
import { looksPages } from './looksPages.ts';
import { mailsPages } from './mailsPages.ts';
import { templateProof } from './ownTemplates.ts';
import { picturePages, type FetchPicture } from './picturePages.ts';
import { postsPages } from './postsPages.ts';
import { questionPages } from './questionPages.ts';
import { sendPages, type DeskSending } from './sendPages.ts';
import { sentPages } from './sentPages.ts';
import { wordsPages } from './wordsPages.ts';
import { yearPages } from './yearPages.ts';

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
