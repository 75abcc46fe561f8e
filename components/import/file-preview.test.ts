import { describe, expect, it } from 'vitest';
import { previewOf } from './file-preview';

describe('previewOf', () => {
  it('reads quoted cells, line breaks inside them, and another delimiter', () => {
    const preview = previewOf(
      'First Name;LinkedIn URL;Note\n"Ada; A";https://linkedin.com/in/ada;"two\nlines"\n',
      false,
    );
    expect(preview?.columns).toEqual(['First Name', 'LinkedIn URL', 'Note']);
    expect(preview?.rows).toEqual([['Ada; A', 'https://linkedin.com/in/ada', 'two\nlines']]);
    expect(preview?.mapping).toEqual({ 'First Name': 'firstName', 'LinkedIn URL': 'linkedinUrl', Note: 'custom.Note' });
  });

  it('leaves files to the server that it cannot map: empty, a doubled or a nameless column', () => {
    expect(previewOf('', false)).toBeNull();
    expect(previewOf('a,a\n1,2', false)).toBeNull();
    expect(previewOf('a,\n1,2', false)).toBeNull();
  });

  it('turns other columns into variables that a text can spell, no two of them alike', () => {
    const preview = previewOf('Email,Job Level,Job-Level,Größe,***\na@b.co,1,2,3,4\n', false);
    expect(preview?.mapping).toEqual({
      Email: 'email',
      'Job Level': 'custom.Job_Level',
      'Job-Level': 'custom.Job_Level_3',
      Größe: 'custom.Gro_e',
      '***': 'custom.column_5',
    });
  });

  it('shows five rows, and not the last one of a head that may be cut in the middle of it', () => {
    const lines = (count: number) => `Email\n${Array.from({ length: count }, (_, at) => `p${at}@b.co`).join('\n')}`;
    expect(previewOf(lines(9), false)?.rows).toHaveLength(5);
    expect(previewOf(lines(2), true)?.rows).toEqual([['p0@b.co']]);
  });
});
