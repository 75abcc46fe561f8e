import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasVariable, renderTemplate, type TemplatePerson, unknownVariables } from './render-template';

const ada: TemplatePerson = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  fullName: null,
  company: ' ',
  title: null,
  location: null,
  custom: { topic: 'engines' },
};

describe('renderTemplate', () => {
  it('puts in the person’s values, in every spelling of a name', () => {
    expect(renderTemplate('{{first_name}} {{lastName}} {{ firstname }} {{topic}} {{custom.topic}}', ada).text).toBe(
      'Ada Lovelace Ada engines engines',
    );
  });

  it('uses the fallback for a missing or blank value', () => {
    expect(renderTemplate('at {{company|your company}}, {{title| founder }}', ada)).toEqual({
      text: 'at your company, founder',
      missing: [],
    });
  });

  it('names a variable that has neither value nor fallback', () => {
    expect(renderTemplate('Hi {{nickname}}', ada)).toEqual({ text: 'Hi {{nickname}}', missing: ['nickname'] });
    expect(renderTemplate('Hi {{first_name}}', null).missing).toEqual(['first_name']);
  });

  it('leaves a text without variables as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{'));
        expect(renderTemplate(text, ada).text).toBe(text);
      }),
    );
  });
});

describe('unknownVariables', () => {
  it('knows the built-in names in every spelling and the columns of the import', () => {
    const text = '{{first_name}} {{lastName|x}} {{topic}} {{custom.topic}} {{nickname|you}}';
    expect(unknownVariables(text, new Set(['topic']))).toEqual(['nickname']);
    expect(unknownVariables('no variables', new Set())).toEqual([]);
  });

  it('tells a text that is the same for everybody', () => {
    expect(hasVariable('Hello there')).toBe(false);
    expect(hasVariable('Hello {{ first_name | there }}')).toBe(true);
  });
});
