/**
 * What Teams takes of Adaptive Cards 1.5, as far as these cards use it: allowed elements with their properties, and what
 * a schema does not say. Answers what is wrong, in words; nothing for a good card.
 */

const ELEMENTS: Record<string, { required: string[]; optional: string[] }> = {
  AdaptiveCard: { required: ['body'], optional: ['version', 'lang', 'fallbackText', 'actions'] },
  TextBlock: {
    required: ['text', 'wrap'],
    optional: ['style', 'size', 'weight', 'color', 'isSubtle', 'spacing', 'horizontalAlignment'],
  },
  Container: { required: ['items'], optional: ['style', 'spacing', 'separator'] },
  ColumnSet: { required: ['columns'], optional: ['spacing'] },
  Column: { required: ['items', 'width'], optional: [] },
  Table: { required: ['columns', 'rows'], optional: ['firstRowAsHeader', 'showGridLines', 'spacing'] },
  TableRow: { required: ['cells'], optional: [] },
  TableCell: { required: ['items'], optional: ['style'] },
  ActionSet: { required: ['actions'], optional: ['spacing'] },
  'Input.Date': {
    required: ['id', 'label', 'min', 'max'],
    optional: ['isRequired', 'errorMessage', 'value', 'spacing'],
  },
  'Input.Time': { required: ['id', 'label'], optional: ['isRequired', 'errorMessage', 'value', 'spacing'] },
  'Input.ChoiceSet': {
    required: ['id', 'label', 'choices', 'style'],
    optional: ['isRequired', 'errorMessage', 'value', 'placeholder', 'spacing', 'isMultiSelect'],
  },
  'Input.Text': {
    required: ['id', 'label', 'maxLength'],
    optional: ['isRequired', 'errorMessage', 'isMultiline', 'value', 'placeholder', 'spacing'],
  },
  'Action.Execute': { required: ['verb', 'title', 'data'], optional: ['style', 'associatedInputs'] },
  'Action.OpenUrl': { required: ['title', 'url'], optional: ['style'] },
  'Action.ShowCard': { required: ['title', 'card'], optional: [] },
};

const VALUES: Record<string, readonly unknown[]> = {
  'TextBlock.size': ['small', 'medium', 'large'],
  'TextBlock.weight': ['bolder'],
  'TextBlock.style': ['heading'],
  'TextBlock.color': ['default', 'good', 'warning', 'attention'],
  'TextBlock.wrap': [true],
  'Container.style': ['emphasis', 'good', 'warning', 'attention'],
  'Column.width': ['auto', 'stretch'],
  'Action.Execute.style': ['positive', 'destructive'],
  'AdaptiveCard.version': ['1.5'],
};

const VERBS = [
  'device.register',
  'device.certificate',
  'device.revoke',
  'device.retire',
  'device.admit',
  'device.refuse',
  'booking.confirm',
  'booking.edit',
  'booking.discard',
  'booking.form',
  'booking.cancel',
  'booking.for',
  'waitlist.decline',
  'booking.take-again',
  'booking.still-wanted',
  'waitlist.take',
  'emergency.form',
  'emergency.begin',
  'emergency.confirm',
  'emergency.withdraw',
  'emergency.end',
  'emergency.book',
  'lost-device.report',
  'lost-device.stop',
  'readiness.check',
  'readiness.answer',
  'readiness.confirm',
  'readiness.decline',
  'readiness.ask',
  'list.show',
  'pledge.accept',
  'feedback.give',
  'records.link',
  'calendar.follow',
  'calendar.restore',
  'calendar.feeds',
  'calendar.feed-make',
  'calendar.feed-stop',
  'booking.change',
  'booking.cancel-rest',
  'booking.cancel-all',
  'calendar.dismiss',
  'calendar.again',
  'calendar.keep',
  'booking.take',
  'booking.wait',
  'approval.approve',
  'approval.reject',
  'approval.ask',
  'approval.snooze',
  'approval.open',
  'approval.waiting',
  'approval.approve-all',
  'request.answer',
  'deputy.set',
  'deputy.end',
  'work.start',
  'work.pause',
  'work.resume',
  'work.finish',
  'work.correct',
  'work.show',
];

type Json = Record<string, unknown>;

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function structuralFaults(card: unknown): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();

  function visit(node: unknown, where: string): void {
    if (Array.isArray(node)) return node.forEach((one, index) => visit(one, `${where}[${index}]`));
    if (node === null || typeof node !== 'object') return text(node, where);
    const element = node as Json;
    const type = String(element.type);
    const known = ELEMENTS[type];
    if (known === undefined) {
      if (!/\.(choices|columns)\[\d+\]$/.test(where)) faults.push(`${where}: ${type} is no element of these cards`);
      // A choice without a value takes the answer back.
      else Object.entries(element).forEach(([name, value]) => value !== '' && text(value, `${where}.${name}`));
      return;
    }
    for (const name of known.required) if (!(name in element)) faults.push(`${where}: ${type} without ${name}`);
    for (const [name, value] of Object.entries(element)) {
      if (name === 'type') continue;
      if (!known.required.includes(name) && !known.optional.includes(name))
        faults.push(`${where}: ${name} is no property of ${type}`);
      const allowed = VALUES[`${type}.${name}`];
      if (allowed && !allowed.includes(value)) faults.push(`${where}.${name}: ${String(value)}`);
      if (name === 'data') data(element, where);
      else visit(value, `${where}.${name}`);
    }
    if (type.startsWith('Input.')) input(element, where);
    if (type === 'TableRow' && (element.cells as unknown[]).length > 7) faults.push(`${where}: more than seven cells`);
    if (type === 'ColumnSet' && (element.columns as unknown[]).length > 2)
      faults.push(`${where}: more than two columns`);
    if (type === 'Action.OpenUrl' && !/^https?:\/\//.test(String(element.url)))
      faults.push(`${where}: ${show(element.url)}`);
    for (const list of ['body', 'items', 'columns', 'actions', 'choices'])
      // A cell of a table may have nothing in it.
      if (list in element && type !== 'TableCell' && (!Array.isArray(element[list]) || element[list].length === 0))
        faults.push(`${where}.${list}: is empty`);
  }

  function input(element: Json, where: string): void {
    if (ids.has(String(element.id))) faults.push(`${where}: id ${show(element.id)} twice`);
    ids.add(String(element.id));
    if (!element.label) faults.push(`${where}: no label`);
    if (element.isRequired && !element.errorMessage) faults.push(`${where}: required without errorMessage`);
    if (element.type === 'Input.Date')
      for (const name of ['value', 'min', 'max'])
        if (name in element && !/^\d{4}-\d{2}-\d{2}$/.test(String(element[name])))
          faults.push(`${where}.${name}: ${show(element[name])}`);
    if (element.type === 'Input.Time' && 'value' in element && !/^([01]\d|2[0-3]):[0-5]\d$/.test(String(element.value)))
      faults.push(`${where}.value: ${show(element.value)}`);
    if (element.type === 'Input.ChoiceSet' && 'value' in element)
      for (const value of element.isMultiSelect ? show(element.value).split(',') : [element.value])
        if (!(element.choices as Json[]).some((choice) => choice.value === value))
          faults.push(`${where}.value: ${show(value)} is no choice`);
    if (element.type === 'Input.Text' && show(element.value ?? '').length > Number(element.maxLength))
      faults.push(`${where}.value: longer than maxLength`);
  }

  function data(action: Json, where: string): void {
    const held = action.data as Json;
    const named = (Array.isArray(held.bookings) ? held.bookings : [held]) as Json[];
    if (!VERBS.includes(String(action.verb))) faults.push(`${where}: verb ${show(action.verb)}`);
    if (named.length === 0) faults.push(`${where}: names nothing`);
    for (const one of named) {
      if (typeof one.version !== 'number' || !Number.isInteger(one.version)) faults.push(`${where}: no version`);
      const id =
        one.bookingId ??
        one.draftId ??
        one.requestId ??
        one.deviceId ??
        one.deputyId ??
        one.workDay ??
        one.emergencyId ??
        one.reportId ??
        one.month ??
        one.pledge ??
        one.day ??
        one.feed ??
        (['booking.form', 'approval.waiting', 'records.link', 'device.register', 'calendar.feeds'].includes(
          String(action.verb),
        )
          ? 'new'
          : undefined);
      if (typeof id !== 'string' || id === '') faults.push(`${where}: no id`);
    }
    // Without inputs of its own an action's data cannot clash with them.
    if (action.associatedInputs === 'none') return;
    for (const name of Object.keys(held)) if (ids.has(name)) faults.push(`${where}: ${name} is also an input`);
  }

  function text(value: unknown, where: string): void {
    // What stands in an input is the person's own and is not read as a template.
    if (typeof value === 'string' && where.endsWith('.value')) return;
    if (typeof value === 'string') faults.push(...textFaults(value).map((fault) => `${where}: ${fault}`));
    else if (typeof value !== 'number' && typeof value !== 'boolean') faults.push(`${where}: is ${String(value)}`);
    else if (typeof value === 'number' && !Number.isFinite(value)) faults.push(`${where}: is ${value}`);
  }

  visit(card, 'card');
  return faults;
}

/** Traces of a value that was not there, and of a template that was not filled in. */
export function textFaults(text: string): string[] {
  const faults: string[] = [];
  for (const trace of ['undefined', 'NaN', 'Invalid Date', '[object', '${', '{{'])
    if (text.includes(trace)) faults.push(`says ${trace}`);
  if (text.trim() === '') faults.push('is empty');
  return faults;
}

/** Every object in a card that has this type. */
export function elementsOf(card: unknown, type: string): Json[] {
  if (card === null || typeof card !== 'object') return [];
  const inside = Object.values(card).flatMap((value) => elementsOf(value, type));
  return (card as Json).type === type ? [card as Json, ...inside] : inside;
}

/** All that a person reads on a card or in a message, one text a line. */
export function readable(rendered: unknown): string {
  if (typeof rendered === 'string') return rendered;
  if (rendered === null || typeof rendered !== 'object') return '';
  const names = ['text', 'title', 'label', 'placeholder', 'errorMessage', 'fallbackText'];
  return Object.entries(rendered)
    .map(([name, value]) => (typeof value === 'string' ? (names.includes(name) ? value : '') : readable(value)))
    .filter(Boolean)
    .join('\n');
}
