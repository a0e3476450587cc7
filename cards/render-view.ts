import type { Language } from '../flows/organisation.ts';
import type { View } from '../flows/views.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { approvalCard } from './approval-card.ts';
import { cancelCard } from './cancel-card.ts';
import { connectCard } from './connect-card.ts';
import { helpCard } from './help-card.ts';
import { listCard } from './list-card.ts';
import { notice } from './notice.ts';
import { proposalCard } from './proposal-card.ts';
import { requestCard } from './request-card.ts';
import { sentence } from './sentence.ts';
import { textIn } from './texts/text-in.ts';

export type Rendered = { card: AdaptiveCard } | { text: string };

/**
 * A view as a person sees it, in their language: an Adaptive Card, or a message of plain text. Pure: the same view
 * gives the same card. People's words in it are made plain, so a message may go out as Markdown or as plain text.
 */
export function renderView(view: View, language: Language): Rendered {
  if (view.kind === 'sentence') return { text: sentence(view, language) };
  if (view.kind === 'notice') return { text: notice(view, language) };
  return { card: cardOf(view, language) };
}

type CardView = Exclude<View, { kind: 'sentence' | 'notice' }>;
type Renderers = {
  [Kind in CardView['kind']]: (view: Extract<CardView, { kind: Kind }>, language: Language) => AdaptiveCard;
};

const CARDS: Renderers = {
  proposal: proposalCard,
  request: requestCard,
  approval: approvalCard,
  list: listCard,
  cancel: cancelCard,
  connect: connectCard,
  help: helpCard,
};

function cardOf(view: CardView, language: Language): AdaptiveCard {
  const render = CARDS[view.kind] as (view: CardView, language: Language) => AdaptiveCard;
  return render(view, language);
}

/** The text of the toast that announces a view. It is read on locked screens: no names, days or reasons. */
export function summaryOf(view: View, language: Language): string {
  const { summaries } = textIn(language);
  if (view.kind === 'approval') return view.reminder ? summaries['approval-reminder'] : summaries.approval;
  if (view.kind !== 'notice') return summaries[view.kind];
  const it = view.notice;
  if (it.kind !== 'decision') return summaries.notices[it.kind];
  const statuses = new Set(it.bookings.map((line) => line.status));
  if (statuses.size === 1 && (statuses.has('approved') || statuses.has('active'))) return summaries.decisions.approved;
  return summaries.decisions.rejected;
}
