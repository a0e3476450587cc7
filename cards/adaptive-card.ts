/**
 * The part of Adaptive Cards 1.5 that these cards use, as types, and small makers for it.
 * Own types rather than @microsoft/teams.cards: that package writes every default into the JSON, which costs a third
 * of a card's size and properties that the published 1.5 schema does not know.
 * Limits of Teams: version 1.5, and no `Action.OpenUrl` with schemes of its own (`ms-avd:`).
 */

export type Colour = 'default' | 'good' | 'warning' | 'attention';

export interface TextBlock {
  type: 'TextBlock';
  text: string;
  wrap: true;
  style?: 'heading';
  size?: 'small' | 'medium' | 'large';
  weight?: 'bolder';
  color?: Colour;
  isSubtle?: true;
  spacing?: Spacing;
  horizontalAlignment?: 'right';
}

export type Spacing = 'none' | 'small' | 'medium' | 'large';

export interface Container {
  type: 'Container';
  items: Element[];
  style?: 'emphasis' | 'good' | 'warning' | 'attention';
  spacing?: Spacing;
  separator?: true;
}

export interface ColumnSet {
  type: 'ColumnSet';
  columns: [Column, Column];
  spacing?: Spacing;
}

export interface Column {
  type: 'Column';
  width: 'auto' | 'stretch';
  items: Element[];
}

export interface ActionSet {
  type: 'ActionSet';
  actions: Action[];
  spacing?: Spacing;
}

interface InputBase {
  id: string;
  label: string;
  isRequired?: true;
  /** Shown where a required input is empty or the value does not fit. */
  errorMessage?: string;
  spacing?: Spacing;
}

export type Input = InputBase &
  (
    | { type: 'Input.Date'; value?: string; min?: string; max?: string }
    | { type: 'Input.Time'; value?: string }
    | {
        type: 'Input.ChoiceSet';
        style: 'compact' | 'expanded';
        /** The values come back as one text with commas. */
        isMultiSelect?: true;
        choices: { title: string; value: string }[];
        value?: string;
        placeholder?: string;
      }
    | { type: 'Input.Text'; isMultiline?: true; maxLength: number; value?: string; placeholder?: string }
  );

export interface Table {
  type: 'Table';
  firstRowAsHeader: true;
  showGridLines: false;
  columns: { width: 1 }[];
  rows: { type: 'TableRow'; cells: TableCell[] }[];
}

export interface TableCell {
  type: 'TableCell';
  items: TextBlock[];
  style?: 'emphasis' | 'good';
}

export type Element = TextBlock | Container | ColumnSet | ActionSet | Table | Input;

/** `associatedInputs: 'none'`: pressing it neither checks nor sends the card's inputs. */
export interface ExecuteAction {
  type: 'Action.Execute';
  verb: Verb;
  title: string;
  data: Record<string, unknown>;
  style?: 'positive' | 'destructive';
  associatedInputs?: 'none';
}

export interface OpenUrlAction {
  type: 'Action.OpenUrl';
  title: string;
  url: string;
  style?: 'positive';
}

/** Opens more of the card in place. Its inputs go along with its own buttons alone. */
export interface ShowCardAction {
  type: 'Action.ShowCard';
  title: string;
  card: { type: 'AdaptiveCard'; body: Element[]; actions: Action[] };
}

export type Action = ExecuteAction | OpenUrlAction | ShowCardAction;

/** What the buttons ask for. `booking.form` opens the empty form, `booking.discard` throws a draft away. */
export type Verb =
  | 'booking.confirm'
  | 'booking.edit'
  | 'booking.discard'
  | 'booking.form'
  | 'booking.cancel'
  | 'booking.cancel-all'
  | 'booking.cancel-rest'
  | 'booking.change'
  | 'booking.for'
  | 'calendar.dismiss'
  | 'calendar.again'
  | 'calendar.keep'
  | 'list.show'
  | 'pledge.accept'
  | 'feedback.give'
  | 'records.link'
  | 'calendar.follow'
  | 'calendar.restore'
  | 'calendar.feeds'
  | 'calendar.feed-make'
  | 'calendar.feed-stop'
  | 'booking.take'
  | 'booking.take-again'
  | 'booking.still-wanted'
  | 'booking.wait'
  | 'approval.approve'
  | 'approval.reject'
  | 'approval.ask'
  | 'approval.snooze'
  | 'approval.open'
  | 'approval.waiting'
  | 'approval.approve-all'
  | 'request.answer'
  | 'deputy.set'
  | 'deputy.end'
  | 'waitlist.take'
  | 'waitlist.decline'
  | 'emergency.form'
  | 'emergency.begin'
  | 'emergency.confirm'
  | 'emergency.withdraw'
  | 'emergency.end'
  | 'emergency.book'
  | 'lost-device.report'
  | 'lost-device.stop'
  | 'readiness.check'
  | 'readiness.answer'
  | 'readiness.confirm'
  | 'readiness.decline'
  | 'readiness.ask'
  | 'device.register'
  | 'device.certificate'
  | 'device.revoke'
  | 'device.retire'
  | 'device.admit'
  | 'device.refuse'
  | 'work.start'
  | 'work.pause'
  | 'work.resume'
  | 'work.finish'
  | 'work.correct'
  | 'work.show';

export interface AdaptiveCard {
  type: 'AdaptiveCard';
  version: '1.5';
  /** Chooses the right glyphs for kanji and the voice of a screen reader. */
  lang: 'ja' | 'en';
  /** What a client too old for the card shows. */
  fallbackText: string;
  body: Element[];
  actions?: Action[];
}

/** A card with its buttons, where there are any. `fallbackText`: what a client too old for it shows. */
export function adaptiveCard(
  language: AdaptiveCard['lang'],
  fallbackText: string,
  body: Element[],
  actions: Action[] = [],
): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText,
    body,
    ...(actions.length > 0 ? { actions } : {}),
  };
}

type TextStyle = Omit<TextBlock, 'type' | 'text' | 'wrap'>;

export function text(value: string, style: TextStyle = {}): TextBlock {
  return { type: 'TextBlock', text: value, wrap: true, ...style };
}

/** The card's first line, announced as a heading. */
export function heading(value: string): TextBlock {
  return text(value, { style: 'heading', size: 'large', weight: 'bolder' });
}

/** A sentence that must not be overlooked: its own box, in words that carry the meaning without the colour. */
export function banner(value: string, style: 'good' | 'warning' | 'attention' | 'emphasis'): Container {
  return {
    type: 'Container',
    style,
    spacing: 'medium',
    items: [style === 'good' || style === 'attention' ? text(value, { weight: 'bolder' }) : text(value)],
  };
}

/** A name and what it says, one above the other: reads well on a narrow phone. */
export function labelled(label: string, value: string): TextBlock[] {
  return [text(label, { size: 'small', isSubtle: true, spacing: 'medium' }), text(value, { spacing: 'none' })];
}

/** A link button, or nothing where the address is not one that Teams opens. */
export function openUrl(title: string, url: string | null, style?: 'positive'): OpenUrlAction[] {
  if (url === null || !URL.canParse(url)) return [];
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return [];
  return [{ type: 'Action.OpenUrl', title, url: parsed.href, ...(style ? { style } : {}) }];
}
