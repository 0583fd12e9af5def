# frozen_string_literal: true

require 'minitest/autorun'
require_relative 'fake_host'

class PrintingTest < Minitest::Test
  STEPS = <<~'RUBY'
    require 'motia'
    require 'logger'
    puts 'at load'
    event id: 'ways' do
      puts 'puts', ['a', 'b']
      print 'print', "\n"
      p({ p: 1 })
      pp [2]
      putc 'c'
      $stdout << '<<' << "\n"
      printf("%02d\n", 7)
      STDOUT.write("write\n")
      warn 'warn'
      $stderr.puts 'stderr'
      Logger.new($stdout, formatter: ->(*, message) { "#{message}\n" }).info('logger')
      puts
    end
    event id: 'partial' do
      print 'Enter: '
      sleep 0.15
      print 'more'
    end
    event id: 'threads' do
      Thread.new { puts 'thread'; Thread.new { puts 'thread of a thread' }.join }.join
      Fiber.new { puts 'fiber' }.resume
      Enumerator.new { |y| puts 'enumerator'; y << 1 }.next
      Thread.new { raise 'lost' }.join rescue nil
    end
    event id: 'mine' do |payload|
      20.times { |i| print 'run ', payload; sleep 0.001; puts " line #{i}" }
    end
    event id: 'structured' do |ctx:|
      ctx.logger.info('paid', order: 7, at: Time.at(0).utc, error: KeyError.new('k'), f: Float::NAN, o: Object)
      Motia.logger.warn(:symbol, { 'a' => 1 })
      cycle = {}
      cycle[:me] = cycle
      Motia.logger.error(ArgumentError.new('as message'), cycle)
      Motia.logger.debug([1], 5)
    end
    event id: 'odd' do
      puts 'UTF: 홍길동 🎉', 'latin'.encode('UTF-16LE'), "\xff broken", 'windows'.b + "\r"
    end
    event(id: 'left') { Thread.new { sleep 0.2; puts 'after the end' }; nil }
    event id: 'outside' do
      system('echo from a command')
      system('echo', 'to stdout', out: $stdout)
    end
    event id: 'many' do
      30_000.times { |i| puts "line #{i}" }
    end
  RUBY

  def setup
    @host = FakeHost.shared({ 'motia/steps/a.rb' => STEPS }, env: { 'LANG' => 'C', 'LC_ALL' => 'C' })
  end

  def lines(step, payload = nil)
    n = @host.run(step, payload)
    @host.outcome(n)
    sleep 0.02
    @host.logs(n)
  end

  def messages(step, payload = nil)
    lines(step, payload).map { |line| line['message'] }
  end

  def test_every_way_to_print_is_a_line_of_its_attempt
    before = [@host.printed(:out).dup, @host.printed(:err).dup] # of other tests
    told = lines('ways')
    assert_equal ['puts', 'a', 'b', 'print', '{:p=>1}', '[2]', 'c<<', '07', 'write', 'warn', 'stderr', 'logger', ''],
                 (told.map { |line| line['message'].sub('{p: 1}', '{:p=>1}') })
    assert_equal 'warn', told[9]['level']
    assert_equal 'error', told[10]['level']
    assert_equal %w[info print], told[0].values_at('level', 'source')
    assert_equal before, [@host.printed(:out), @host.printed(:err)]
  end

  def test_lines_without_an_end_are_told_after_a_moment_or_at_the_end
    n = @host.run('partial')
    @host.wait { |m| m['t'] == 'log' && m['message'] == 'Enter: ' }
    refute(@host.inbox.any? { |m| m['t'] == 'done' })
    @host.outcome(n)
    assert_equal ['Enter: ', 'more'], (@host.logs(n).map { |line| line['message'] })
  end

  def test_threads_and_fibers_of_a_handler_belong_to_it
    told = messages('threads')
    assert_equal ['thread', 'thread of a thread', 'fiber', 'enumerator'], told.first(4)
    assert_match(/terminated with exception/, told[4])
  end

  def test_attempts_side_by_side_do_not_mix
    numbers = %w[a b c].to_h { |name| [name, @host.run('mine', name)] }
    numbers.each do |name, n|
      @host.outcome(n)
      assert_equal Array.new(20) { |i| "run #{name} line #{i}" }, (@host.logs(n).map { |line| line['message'] })
    end
  end

  def test_structured_entries_take_anything
    paid, symbol, cycle, list = lines('structured')
    assert_equal ['paid', 'info', 'logger'], paid.values_at('message', 'level', 'source')
    assert_equal [7, '1970-01-01T00:00:00.000Z', 'NaN', 'Object'], paid['fields'].values_at('order', 'at', 'f', 'o')
    assert_equal %w[KeyError k], paid['fields']['error'].values_at('name', 'message')
    assert_equal ['symbol', { 'a' => 1 }], symbol.values_at('message', 'fields')
    assert_equal 'ArgumentError: as message', cycle['message']
    assert_equal ['[1]', { 'value' => 5 }], list.values_at('message', 'fields')
  end

  def test_any_encoding_is_told_under_any_locale
    assert_equal ['UTF: 홍길동 🎉', 'latin', "\uFFFD broken", 'windows'], messages('odd')
  end

  def test_what_is_left_running_is_told_with_its_whole_name
    @host.result('left')
    line = @host.wait { |m| m['t'] == 'log' && m['message'] == 'after the end' }
    assert_equal ['left', 1], line['of'].values_at('stepId', 'attempt')
    assert_nil line['n']
  end

  def test_output_of_no_attempt_and_of_commands
    FakeHost.open({ 'motia/steps/a.rb' => STEPS }) do |host|
      assert_equal ['at load', nil, nil], host.logs.first.values_at('message', 'n', 'of')
    end
    assert_empty lines('outside')
    assert @host.wait_printed(:out, "from a command\nto stdout\n")
  end

  def test_many_lines_arrive_whole_and_in_order
    assert_equal Array.new(30_000) { |i| "line #{i}" }, messages('many')
  end
end
