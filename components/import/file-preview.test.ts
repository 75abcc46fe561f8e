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
});
