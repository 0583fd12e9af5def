# frozen_string_literal: true

require 'minitest/autorun'
require_relative 'fake_host'

class StateTest < Minitest::Test
  STEPS = <<~'RUBY'
    require 'motia'
    event id: 'blind' do |ctx:|
      state = ctx.state
      state.set(:g, 'a', { n: 1 })
      state.increment('g', 'c')
      state.increment('g', 'c', 1.5)
      state.append('g', 'l', 'x')
      state.patch('g', 'a', m: 2)
      state.delete('g', 'd')
      [state.get('g', 'a'), state.get('g', 'd')]
    end
    event(id: 'get') { |ctx:| [ctx.state.get('g', 'k'), ctx.state.get('g', 'k')] }
    event id: 'over' do |ctx:|
      ctx.state.append('g', 'k', 3)
      ctx.state.get('g', 'k')
    end
    event id: 'list' do |ctx:|
      ctx.state.set('g', 'b', 'new')
      ctx.state.delete('g', 'c')
      ctx.state.increment('g', 'a')
      [ctx.state.list('g').map(&:to_a), ctx.state.get_group('g')]
    end
    event id: 'cleared' do |ctx:|
      ctx.state.clear('g')
      ctx.state.get('g', 'k')
    end
    event(id: 'update') { |ctx:| ctx.state.update('g', 'k') { |value| (value || 0) + 1 } }
    event id: 'updates' do |ctx:|
      8.times.map { Thread.new { ctx.state.update('g', 'k') { |value| seen = value || 0; sleep 0.002; seen + 1 } } }.each(&:join)
      ctx.state.get('g', 'k')
    end
    event(id: 'type') { |ctx:| ctx.state.increment('g', 'k'); ctx.state.get('g', 'k') }
    event id: 'wrong' do |payload, ctx|
      case payload
      when 0 then ctx.state.get('g', 5)
      when 1 then ctx.state.increment('g', 'k', 'x')
      when 2 then ctx.state.patch('g', 'k', [1])
      when 3 then ctx.state.set('g', 'k', -> {})
      end
    end
  RUBY

  def setup
    @host = FakeHost.shared({ 'motia/steps/a.rb' => STEPS })
  end

  def test_writes_are_staged_in_order_and_seen_without_a_question
    outcome = @host.outcome(@host.run('blind', {}))
    assert_equal [
      { 'op' => 'set', 'group' => 'g', 'key' => 'a', 'value' => '{"n":1}' },
      { 'op' => 'increment', 'group' => 'g', 'key' => 'c', 'by' => 1 },
      { 'op' => 'increment', 'group' => 'g', 'key' => 'c', 'by' => 1.5 },
      { 'op' => 'append', 'group' => 'g', 'key' => 'l', 'value' => '"x"' },
      { 'op' => 'patch', 'group' => 'g', 'key' => 'a', 'value' => '{"m":2}' },
      { 'op' => 'delete', 'group' => 'g', 'key' => 'd' }
    ], outcome['effects']['writes']
    assert_equal '[{"n":1,"m":2},null]', outcome['result']
    assert_equal '[null]', @host.outcome(@host.run('cleared', {}))['result'].then { |text| "[#{text}]" }
  end

  def test_the_first_read_is_noted_for_the_commit
    n = @host.run('get', {})
    [3, 4].each { |version| @host.answer('state.get') { { value: '{"a":false}', version: version } } }
    outcome = @host.outcome(n)
    assert_equal '[{"a":false},{"a":false}]', outcome['result']
    assert_empty outcome['effects']['reads'] # reads alone have no effect
    n = @host.run('update', {})
    @host.answer('state.get') { { version: 0 } }
    outcome = @host.outcome(n)
    assert_equal ['1', [{ 'group' => 'g', 'key' => 'k', 'version' => 0 }]], [outcome['result'], outcome['effects']['reads']]
  end

  def test_own_writes_lie_over_what_is_stored
    n = @host.run('over', {})
    @host.answer('state.get') { { value: '[1,2]', version: 1 } }
    assert_equal '[1,2,3]', @host.outcome(n)['result']
    n = @host.run('list', {})
    stored = [{ key: 'a', value: '1', version: 5 }, { key: 'c', value: '2', version: 9 }]
    2.times { @host.answer('state.list') { stored } }
    outcome = @host.outcome(n)
    assert_equal [[['a', 2, 5], ['b', 'new', 0]], [2, 'new']], JSON.parse(outcome['result'])
    assert_equal [{ 'group' => 'g', 'count' => 2, 'maxVersion' => 9 }], outcome['effects']['groupReads']
  end

  def test_updates_of_a_key_take_turns
    n = @host.run('updates', {})
    @host.answer('state.get') { { version: 0 } }
    assert_equal '8', @host.outcome(n)['result']
  end

  def test_a_value_of_the_wrong_type_is_told_at_the_read
    n = @host.run('type', {})
    @host.answer('state.get') { { value: '"text"', version: 1 } }
    failure = @host.outcome(n)['failure']
    assert_equal ['MOTIA_STATE_TYPE', 'increment of g/k needs a number there'], failure.values_at('code', 'message')
  end

  def test_wrong_use_is_named
    words = Array.new(4) { |i| @host.outcome(@host.run('wrong', i))['failure']['message'] }
    assert_equal 'state is kept by group and key, which are text, not 5', words[0]
    assert_equal 'increment of g/k by "x", which is no number', words[1]
    assert_equal 'patch of g/k with [1], no object', words[2]
    assert_equal 'the state g/k holds a function at its root, which JSON cannot carry', words[3]
  end
end
