// The grammar of zbb for editors: lines and their parts, with the same shapes as grammar/zbb.pest. What a word means is
// the compiler's business; here a word is a name, so that a text in the middle of being typed keeps its colours.
//
// Line ends separate facts, so they are tokens and not blanks; inside brackets they are passed over.

const words = require('../words.json');

const comparisons = ['<=', '>=', '<', '>', '==', '!='];
const signs = ['+', '-', '*', '/', '..'];

module.exports = grammar({
  name: 'zbb',

  extras: $ => [/[ \t\r\uFEFF]/, $.comment],
  word: $ => $.path,

  rules: {
    source_file: $ => optional($._statements),

    _statements: $ => choice(
      seq(repeat1(choice($._separator, seq($._line, $._separator), $._blocked)), optional($._line)),
      $._line,
    ),
    _separator: $ => choice('\n', ','),
    _blocked: $ => alias($._declaration_with_body, $.declaration),
    _line: $ => choice(alias($._declaration_without_body, $.declaration), $.property, $.item),

    // keyword name "Title" { ... }
    _declaration_with_body: $ => seq($._head, field('body', $.block)),
    // keyword name "Title", and what is said of it: ignore category "9*" because "why"
    _declaration_without_body: $ => seq($._full_head, repeat($.modifier)),
    // key subject "Title": value word value
    property: $ => seq($._head, ':', optional(field('value', $.value)), repeat($.modifier)),
    // reference word value
    item: $ => seq(field('name', $._key), repeat($.modifier)),

    block: $ => seq('{', optional($._statements), '}'),

    _head: $ => choice(field('key', $._key), $._full_head),
    _full_head: $ => seq(
      field('key', $._key),
      choice(
        seq(repeat1(field('subject', $._subject)), optional(field('title', $.string))),
        field('title', $.string),
      ),
    ),
    _key: $ => choice($.path, $._head_period, alias(choice(...words.modifiers), $.path)),
    _subject: $ => choice($.path, $._head_period),
    // A year is a number where a value stands.
    _head_period: $ => choice($.period, $.period_range, alias($.number, $.period)),

    value: $ => seq(repeat($.operator), $._operand, repeat(seq(repeat1($.operator), $._operand))),
    modifier: $ => seq(field('word', $.modifier_word), optional(field('value', $.value))),
    modifier_word: $ => choice(...words.modifiers),

    _operand: $ => choice(
      $.quantity, $.period, $.truth, $.string, $.text_block, $.path, $.call, $.list, $.group,
      alias('%', $.unit),
    ),
    quantity: $ => prec.right(seq($.number, optional($.unit))),
    unit: $ => prec.right(seq(choice('%', $._unit_word), repeat(seq(token.immediate('/'), $._unit_word)))),
    _unit_word: $ => alias($.path, $.unit_word),

    call: $ => seq(field('function', $.path), token.immediate('('), repeat($._inner), ')'),
    list: $ => seq('[', repeat($._inner), ']'),
    group: $ => seq('(', repeat($._inner), ')'),
    _inner: $ => choice($._operand, $.operator, '\n', ','),
    operator: $ => choice(...signs, ...comparisons, ...words.operators),

    truth: $ => choice('yes', 'no'),
    number: $ => /\d[\d_]*(\.\d+)?[kMB]?/,
    period: $ => token(prec(1, /(FY\d{4}|\d{4}-[A-Za-z0-9]+)(-[A-Za-z0-9]+)*/)),
    period_range: $ => seq($.period, '..', $.period),
    path: $ => /[\p{L}_][\p{L}\p{N}\p{M}_]*(\.(FY\d{4}(-[A-Za-z0-9]+)*|\d{4}(-[A-Za-z0-9]+)*([ \t]*\.\.[ \t]*\d{4}(-[A-Za-z0-9]+)+)?|[\p{L}_][\p{L}\p{N}\p{M}_]*))*/,

    string: $ => seq('"', repeat(choice($.escape_sequence, token.immediate(prec(1, /[^"\\\n]+/)))), token.immediate('"')),
    escape_sequence: $ => token.immediate(/\\(u\{[0-9A-Fa-f]+\}|[^\n])/),
    text_block: $ => /"""[ \t\r]*\n([^"]|"[^"]|""[^"])*"""/,
    comment: $ => /#[^\n]*/,
  },
});
