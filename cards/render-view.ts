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
  switch (view.kind) {
    case 'proposal':
      return { card: proposalCard(view, language) };
    case 'request':
      return { card: requestCard(view, language) };
    case 'approval':
      return { card: approvalCard(view, language) };
    case 'list':
      return { card: listCard(view, language) };
    case 'cancel':
      return { card: cancelCard(view, language) };
    case 'connect':
      return { card: connectCard(view, language) };
    case 'help':
      return { card: helpCard(view, language) };
    case 'sentence':
      return { text: sentence(view, language) };
    case 'notice':
      return { text: notice(view, language) };
  }
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
