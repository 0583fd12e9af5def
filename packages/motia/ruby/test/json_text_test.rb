# frozen_string_literal: true

require 'minitest/autorun'
require 'bigdecimal'
require 'date'
require 'set'
require 'motia/worker'

class JsonTextTest < Minitest::Test
  Point = Struct.new(:x, :y)
  Money = Class.new do
    def to_h
      { amount: 5, in: :EUR }
    end
  end
  Said = Class.new do
    def to_json(*)
      '{"said":true}'
    end
  end

  def encode(value)
    Motia::Worker::JsonText.encode(value, 'payload of x')
  end

  def refusal(value)
    assert_raises(Motia::Error) { encode(value) }.tap { |error| assert_equal 'MOTIA_PAYLOAD', error.code }.message
  end

  def test_plain_data
    assert_equal 'null', encode(nil)
    assert_equal '{"a":[1,2.5,"홍",true,null],"b":"c"}', encode({ a: [1, 2.5, '홍', true, nil], 'b' => :c })
    assert_equal '{"1":2}', encode({ 1 => 2 })
    assert_equal '"\u2028</script>"'.gsub('\u2028', "\u2028"), encode("\u2028</script>")
    assert_equal '123456789012345678901234567890', encode(123_456_789_012_345_678_901_234_567_890)
  end

  def test_objects_that_say_what_they_are
    assert_equal '{"x":1,"y":"2026-01-31"}', encode(Point.new(1, Date.new(2026, 1, 31)))
    assert_equal '["1970-01-01T00:00:00.500Z"]', encode([Time.at(0.5).utc])
    assert_equal '[1,2]', encode(Set.new([1, 2]))
    assert_equal '{"amount":5,"in":"EUR"}', encode(Money.new)
    assert_equal '[{"said":true}]', encode([Said.new])
    assert_equal '"1.5"', encode(BigDecimal('1.5'))
    assert_equal '"text"', encode('text'.encode('UTF-16LE'))
    assert_equal '"홍"', encode('홍'.b)
    assert_equal '"sub"', encode(Class.new(String).new('sub'))
  end

  def test_errors_become_failures
    error = JSON.parse(encode({ error: ArgumentError.new('bad') }))['error']
    assert_equal %w[ArgumentError bad], [error['name'], error['message']]
  end

  def test_what_json_cannot_carry_is_refused_with_its_path
    assert_equal 'the payload of x holds a function at a.1, which JSON cannot carry', refusal({ a: [1, -> {}] })
    assert_match(/holds NaN at a/, refusal({ a: Float::NAN }))
    assert_match(/holds -Infinity at its root/, refusal(-Float::INFINITY))
    assert_match(/holds a Object at a/, refusal({ a: Object.new }))
    assert_match(/holds bytes that are no text at a/, refusal({ a: "\xff" }))
    assert_match(/a key that is a Object/, refusal({ Object.new => 1 }))
    cycle = { list: [] }
    cycle[:list] << cycle
    assert_match(/holds a cycle at list.0/, refusal(cycle))
    deep = 2_000.times.reduce([]) { |inner, _| [inner] }
    assert_match(/more than 500 levels/, refusal(deep))
  end
end
