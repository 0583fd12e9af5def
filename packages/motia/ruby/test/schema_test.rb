# frozen_string_literal: true

require 'minitest/autorun'
require 'motia'
require 'date'
require 'set'

class SchemaTest < Minitest::Test
  def issues(notation, value, converts: false)
    _, found = Motia::Schema.compile(notation, converts: converts).validate(value)
    (found || []).map { |issue| "#{issue[:path]}: #{issue[:message]}" }
  end

  def json(notation)
    Motia::Schema.compile(notation).json_schema
  end

  def test_classes_are_types
    fits = { String => 'a', Integer => 1, Float => 1.5, Numeric => 2, Motia::Boolean => false, TrueClass => true,
             Hash => {}, Array => [], Symbol => 'a', NilClass => nil, Object => 5, Set => [1, 2],
             Date => '2026-01-31', Time => '2026-01-31T10:00:00Z' }
    fits.each { |type, value| assert_empty issues(type, value), type }
  end

  def test_defaults_are_filled_into_a_copy
    schema = Motia::Schema.compile({
      type: 'object',
      properties: {
        n: { type: 'integer', default: 1 },
        list: { type: 'array', items: { '$ref': '#/$defs/item' } },
        node: { '$ref': '#/$defs/node' },
        either: { anyOf: [{ properties: { a: { default: 1 } } }, { type: 'null' }] }
      },
      '$defs': {
        item: { properties: { tags: { default: [{ a: 1 }] } } },
        node: { properties: { n: { default: 2 }, node: { '$ref': '#/$defs/node' } } }
      }
    })
    given = { list: [{}], node: { node: {} }, either: {} }
    filled = { list: [{ tags: [{ a: 1 }] }], node: { n: 2, node: {} }, either: {}, n: 1 }
    first, = schema.validate(given)
    assert_equal [filled, { list: [{}], node: { node: {} }, either: {} }], [first, given]
    first[:list][0][:tags] << 1
    assert_equal [filled, nil], schema.validate(given)
    assert_equal [5, nil], Motia::Schema.compile({ type: 'integer' }).validate(5)
  end

  def test_a_boolean_is_no_number_and_an_integer_passes_for_a_float
    assert_equal [': expected an integer, got true'], issues(Integer, true)
    assert_equal [': expected a number, got false'], issues(Float, false)
    assert_empty issues(Float, 3)
    assert_equal [': expected true or false, got 1'], issues(Motia::Boolean, 1)
  end

  def test_all_issues_are_told_at_once_with_dotted_paths
    notation = { name: String, items: [{ quantity: 1..10, sku: String }], address: { city: String } }
    value = { items: [{ quantity: 0, sku: 'a' }, { quantity: 2 }], address: { city: 5 } }
    assert_equal [
      'name: is missing',
      'items.0.quantity: expected at least 1, got 0',
      'items.1.sku: is missing',
      'address.city: expected a string, got 5'
    ], issues(notation, value)
  end

  def test_optional_members_may_be_missing_or_null
    notation = { name: String, nick: Motia.optional(String) }
    assert_empty issues(notation, { name: 'a' })
    assert_empty issues(notation, { name: 'a', nick: nil })
    assert_equal ['nick: expected a string or null, got 3'], issues(notation, { name: 'a', nick: 3 })
    assert Motia::Schema.compile(notation).optional_member?(:nick)
  end

  def test_choices
    assert_equal [': expected one of "a", "b", got "c"'], issues(Motia.one_of('a', 'b'), 'c')
    assert_equal [': expected a string or an integer, got 1.5'], issues(Motia.any_of(String, Integer), 1.5)
    assert_equal ['n: expected an integer, got "x"'], issues(Motia.any_of({ n: Integer }, String), { n: 'x' })
  end

  def test_a_regexp_is_a_text_that_matches
    assert_empty issues(/\A[a-z]+\z/i, 'ABC')
    assert_equal 1, issues(/\A[a-z]+\z/, "abc\n").size
    assert_equal({ 'type' => 'string', 'pattern' => '^[0-9a-fA-F]+$' }, json(/\A\h+\z/))
  end

  def test_json_schema_is_told_from_notation
    assert_equal({ 'type' => 'string' }, json({ type: 'string' }))
    assert_equal({ 'type' => %w[string null] }, json({ 'type' => %w[string null] }))
    assert_equal 'object', json({ type: String })['type']
    assert_equal 'object', json({ properties: { a: String } })['properties']['properties']['type']
    assert_equal ['a'], json({ properties: { a: { type: 'string' } }, required: ['a'] })['required']
  end

  def test_keywords_of_json_schema
    {
      { type: 'string', minLength: 2, maxLength: 3, pattern: '^a' } => %w[b abcd x],
      { type: 'string', format: 'email' } => %w[a a@b],
      { type: 'string', format: 'uuid' } => ['x'],
      { type: 'string', format: 'date-time' } => ['2026-01-01', '2026-13-01T00:00:00Z'],
      { type: 'string', format: 'ipv4' } => ['256.1.1.1'],
      { type: 'string', format: 'uri' } => ['nothing'],
      { type: 'number', exclusiveMinimum: 0, multipleOf: 0.1 } => [0, 0.25],
      { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true } => [[], [1, 2, 3], [1, 1]],
      { type: 'array', prefixItems: [{ type: 'string' }], items: false } => [[1], ['a', 2]],
      { type: 'object', additionalProperties: false, properties: { a: true } } => [{ b: 1 }],
      { type: 'object', patternProperties: { '^x' => { type: 'integer' } } } => [{ xa: 's' }],
      { type: 'object', propertyNames: { maxLength: 1 } } => [{ ab: 1 }],
      { type: 'object', dependentRequired: { a: ['b'] } } => [{ a: 1 }],
      { allOf: [{ type: 'integer' }, { minimum: 3 }] } => [2, 'a'],
      { oneOf: [{ type: 'integer' }, { type: 'number' }] } => [1, 'a'],
      { not: { type: 'string' } } => ['a'],
      { const: 5 } => [6],
      { enum: [{ a: 1 }] } => [{ a: 2 }]
    }.each do |schema, wrong|
      wrong.each { |value| refute_empty issues(schema, value), "#{schema} #{value}" }
    end
    assert_empty issues({ type: 'number', multipleOf: 0.1 }, 0.3)
    assert_empty issues({ enum: [{ a: 1 }] }, { a: 1 })
    assert_empty issues({ type: 'string', pattern: '^a|b$' }, "x\nb")
  end

  def test_references_may_lead_to_themselves
    tree = { '$ref': '#/$defs/node', '$defs': {
      node: { type: 'object', properties: { value: { type: 'integer' }, next: { '$ref': '#/$defs/node' } }, required: ['value'] }
    } }
    assert_empty issues(tree, { value: 1, next: { value: 2 } })
    assert_equal ['next.next.value: expected an integer, got "x"'], issues(tree, { value: 1, next: { value: 2, next: { value: 'x' } } })
  end

  def test_texts_of_a_query_become_what_is_asked_for
    notation = { page: Integer, ratio: Float, deep: Motia::Boolean, tags: [Integer], name: String, size: Motia.optional(Integer) }
    query = { page: '3', ratio: '1.5', deep: 'true', tags: '7', name: '42', other: '1' }
    value, wrong = Motia::Schema.compile(notation, converts: true).validate(query)
    assert_nil wrong
    assert_equal({ page: 3, ratio: 1.5, deep: true, tags: [7], name: '42', other: '1' }, value)
    assert_equal ['page: expected an integer, got "1e3"'], issues({ page: Integer }, { page: '1e3' }, converts: true)
  end

  def test_what_is_no_schema_is_named_with_its_path
    [[{ a: { b: 5 } }, 'a.b'], [{ a: [String, Integer] }, 'a'], [{ a: Struct }, 'a']].each do |notation, path|
      error = assert_raises(Motia::Schema::NotationError) { Motia::Schema.compile(notation) }
      assert_equal path, error.path
    end
    assert_raises(Motia::Schema::NotationError) { Motia::Schema.compile({ type: 'strin' }) }
    assert_raises(Motia::Schema::NotationError) { Motia::Schema.compile({ '$ref': '#/nowhere' }) }
  end
end
