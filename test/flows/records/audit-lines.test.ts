import assert from 'node:assert/strict';
import fc from 'fast-check';
import { auditLines } from '../../../flows/records/audit-lines.ts';
import type { KeptAuditEntry } from '../../../flows/records/record-store.ts';
import { idOf, NOW } from '../../support/builders.ts';

const known = {
  personId: idOf('hanako'),
  names: new Map([
    [idOf('hanako'), '山田 花子'],
    [idOf('boss'), '佐藤 恵子'],
  ]),
  days: new Map([[idOf('booking'), '2026-12-02']]),
};
const entry = (more: Partial<KeptAuditEntry> = {}): KeptAuditEntry => ({
  at: NOW,
  kind: 'booking-requested',
  by: idOf('hanako'),
  subject: idOf('booking'),
  facts: {},
  details: null,
  ...more,
});

describe('the audit log as a person reads it', () => {
  it('names the person and their approvers, and nobody else', () => {
    const facts = {
      approverIds: [idOf('boss'), idOf('stranger')],
      note: `for ${idOf('stranger')}`,
      upn: 'x@city.example',
    };
    const [line] = auditLines([entry({ facts, details: { reason: '通院' } })], known);

    assert.deepEqual(line, {
      at: NOW,
      kind: 'booking-requested',
      by: '山田 花子',
      day: '2026-12-02',
      aboutOthers: false,
      facts: { approverIds: ['佐藤 恵子', 'somebody else'], note: 'for somebody else', upn: 'somebody else' },
      details: { reason: '通院' },
    });
  });

  it('says nothing of what the person did about others but that they did', () => {
    const facts = { status: 'rejected' };
    const [line] = auditLines([entry({ subject: idOf('other booking'), facts, details: { comment: '却下' } })], known);

    assert.deepEqual(
      [line?.aboutOthers, line?.day, line?.facts, line?.details, line?.by],
      [true, null, null, null, '山田 花子'],
    );
  });

  it('holds no id of anybody who is not an approver, whatever an entry says', () => {
    const id = fc.constantFrom(idOf('hanako'), idOf('boss'), idOf('stranger'), idOf('colleague'), idOf('booking'));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        id,
        id.map((one) => `x ${one.toUpperCase()} y`),
        fc.integer(),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'personId'), tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('x', 'y', 'z'), value), id, id, (facts, subject, by) => {
        const shown = JSON.stringify(auditLines([entry({ facts, subject, by })], known)).toLowerCase();

        for (const name of ['stranger', 'colleague', 'hanako', 'boss']) assert.ok(!shown.includes(idOf(name)));
      }),
    );
  });
});
