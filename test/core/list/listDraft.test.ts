import { describe, expect, test } from 'vitest';
import { viewOf } from '../../../src/core/list/listBook.ts';
import { draftOf } from '../../../src/core/list/listDraft.ts';
import { bareSuppression } from '../../../src/core/list/subscriber.ts';
import { confirmedReader } from '../../support/newsletter.ts';
import { refusal } from '../refusal.ts';

const base = viewOf({
  revision: 4,
  subscribers: [confirmedReader(1), confirmedReader(2), confirmedReader(3)],
  suppressions: [],
});
const suppression = {
  ...bareSuppression,
  hash: 'x'.repeat(43),
  reason: 'manual',
  since: '2026-05-01T00:00:00Z',
} as const;

describe('a draft', () => {
  test('shows its edits, and leaves the list beneath as it is', () => {
    const draft = draftOf(base);
    const moved = confirmedReader(1, { address: 'other@example.org' });
    draft.apply([
      { put: moved },
      { remove: 'reader000002' },
      { put: confirmedReader(9) },
      { suppress: suppression },
    ]);
    expect([...draft.view.subscribers()].map((one) => one.address)).toEqual([
      'other@example.org',
      'reader3@example.org',
      'reader9@example.org',
    ]);
    expect(draft.view.byKey('reader1@example.org')).toBeUndefined();
    expect(draft.view.byKey('other@example.org')).toBe(moved);
    expect([...draft.view.suppressions()]).toEqual([suppression]);
    expect(draft.removed().map((one) => one.id)).toEqual(['reader000002']);
    expect(base.byId('reader000002')).toBeDefined();
  });

  test('that takes out nobody and releases nothing is no change', () => {
    const draft = draftOf(base);
    draft.apply([{ remove: 'nobody00' }, { release: suppression.hash }]);
    expect(draft.isChanged).toBe(false);
  });

  test('lets an address go from one person to another within one decision', () => {
    const draft = draftOf(base);
    const heir = confirmedReader(9, { address: 'READER2@example.org' });
    draft.apply([{ remove: 'reader000002' }, { put: heir }]);
    expect(draft.view.byKey('reader2@example.org')).toBe(heir);
  });

  test('refuses what could not be read again, and keeps nothing of the decision it was part of (R36)', () => {
    const draft = draftOf(base);
    draft.apply([{ put: confirmedReader(8) }]);
    const wrong = [
      confirmedReader(9, { address: 'Reader1@EXAMPLE.org' }),
      confirmedReader(9, { name: 'Eve\nBcc: x' }),
      confirmedReader(9, { address: 'none' }),
      confirmedReader(9, { id: 'Not An Id' }),
    ];
    for (const person of wrong) {
      const edits = [
        { put: confirmedReader(8, { name: 'Acht' }) },
        { remove: 'reader000003' },
        { suppress: suppression },
        { put: person },
      ];
      const error = refusal(() => draft.apply(edits));
      expect(error.code).toBe('list.invalid');
      expect(error.text.en).not.toContain('@');
      expect([...draft.view.subscribers()].map((one) => one.id)).toEqual([
        'reader000001',
        'reader000002',
        'reader000003',
        'reader000008',
      ]);
      expect(draft.view.byId('reader000008')?.name).toBeNull();
      expect([...draft.view.suppressions()]).toEqual([]);
    }
  });
});
