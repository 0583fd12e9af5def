# frozen_string_literal: true

require 'minitest/autorun'
require 'motia/worker'

class ScanTest < Minitest::Test
  TEXT = <<~'RUBY'
    require 'motia'
    TARGET = 'from-constant'
    FROZEN = 'frozen'.freeze

    def notify
      Motia.trigger('outside', a: 1)
    end

    Greet = event id: 'greet', schema: { name: String } do |name:, ctx:|
      Motia.trigger 'plain', { name: name }
      ctx.trigger('by-context') if name
      ctx&.call(TARGET)
      motia.call(:symbol)
      Motia.trigger(FROZEN)
      Motia.trigger(name)
      Motia.trigger("dyn-#{name}")
      other.trigger('not-ours')
    end

    Motia.api(id: 'web', method: 'GET', path: '/') { |ctx:| ctx.trigger('braces') }
    cron(id: TARGET, schedule: '* * * * *') do
      [1].each { |i| Motia.trigger('nested', i: i) }
    end
    noop id: 'pause'
  RUBY

  def setup
    @scan = Motia::Worker::Scan.new(TEXT)
  end

  def test_finds_the_steps_with_their_lines_and_names
    found = @scan.steps.map { |step| [step.kind, step.id, step.line, step.name] }
    assert_equal [
      ['event', 'greet', 9, 'Greet'], ['api', 'web', 20, nil], ['cron', 'from-constant', 21, nil], ['noop', 'pause', 24, nil]
    ], found
  end

  def test_finds_the_targets_of_each_step_and_of_the_file
    assert_equal %w[plain by-context from-constant symbol frozen], @scan.find('event', 'greet', 0).triggers
    assert_equal %w[braces], @scan.find('api', 'web', 0).triggers
    assert_equal %w[nested], @scan.find('cron', 'x', 21).triggers
    assert_equal %w[outside], @scan.triggers
  end

  def test_ids_of_a_file_that_is_broken
    assert_equal ['a'], Motia::Worker::Scan.ids_in_broken("event id: 'a' do\n foo(\nend")
    assert_empty Motia::Worker::Scan.new("event id: 'a' do\n foo(\nend").steps
  end
end
