# frozen_string_literal: true

require 'minitest/autorun'
require_relative 'fake_host'

class LoadingTest < Minitest::Test
  def describe(files, **options)
    FakeHost.open(files, **options) { |host| return host.described }
  end

  def step(text, id)
    describe({ 'motia/steps/a.rb' => "require 'motia'\n#{text}" })['steps'].find { |found| found['id'] == id }
  end

  def mistakes(text, **files)
    describe({ 'motia/steps/a.rb' => text, **files })['mistakes']
  end

  def test_tells_a_step_as_the_protocol_says
    text = <<~'RUBY'
      Pay = event id: :pay, on: [:ordered], schema: { amount: Float },
                  retry: { attempts: 2, max_delay: 500 }, timeout: 1000, colour: 'red' do |amount:|
        Motia.trigger('paid', amount: amount)
      end
    RUBY
    assert_equal({
      'kind' => 'event', 'id' => 'pay', 'file' => 'motia/steps/a.rb', 'line' => 2, 'language' => 'ruby', 'exportName' => 'Pay',
      'options' => {
        'on' => ['ordered'], 'retry' => { 'attempts' => 2, 'maxDelay' => 500 }, 'timeout' => 1000, 'colour' => 'red'
      },
      'triggers' => ['paid'],
      'payloadSchema' => { 'type' => 'object', 'properties' => { 'amount' => { 'type' => 'number' } }, 'required' => ['amount'] }
    }, step(text, 'pay'))
  end

  def test_the_schemas_of_all_parts_are_told
    text = <<~'RUBY'
      api id: 'x', method: 'POST', path: '/:id', schema: {
        body: { a: String }, query: { q: Integer }, params: { id: Integer }, headers: { 'x-tenant': String },
        response: { 201 => { id: String }, '404' => nil }
      } do nil end
    RUBY
    found = step(text, 'x')
    parts = %w[payloadSchema querySchema paramsSchema headersSchema].map { |name| found[name]['required'] }
    assert_equal [['a'], ['q'], ['id'], ['x-tenant']], parts
    assert_equal [%w[201 404], { 'type' => 'null' }], [found['responseSchemas'].keys, found['responseSchemas']['404']]
    one = step("api id: 'y', method: 'GET', path: '/', schema: { response: [String] } do nil end", 'y')
    assert_equal({ '200' => { 'type' => 'array', 'items' => { 'type' => 'string' } } }, one['responseSchemas'])
    wrong = mistakes("require 'motia'\napi(id: 'z', method: 'GET', path: '/', schema: { response: { 200 => 5 } }) { nil }")
    assert_includes wrong.first['message'], 'schema.response.200'
  end

  def test_the_body_is_the_payload_of_an_api_step
    text = "api id: 'x', method: :post, path: '/x', body_limit: 5, schema: { body: { a: String }, query: { q: Integer } } do nil end"
    found = step(text, 'x')
    assert_equal({ 'method' => 'POST', 'path' => '/x', 'bodyLimit' => 5 }, found['options'])
    assert_equal ['a'], found['payloadSchema']['required']
  end

  def test_cron_and_noop_steps
    assert_equal({ 'schedule' => '@daily', 'catchUp' => 'last' }, step("cron(id: 'c', schedule: '@daily', catch_up: 'last') { 1 }", 'c')['options'])
    assert_equal({ 'from' => 'a', 'to' => ['b'] }, step("noop id: 'n', from: 'a', to: ['b']", 'n')['options'])
  end

  def test_a_syntax_error_names_file_line_and_step
    wrong, = mistakes("require 'motia'\nevent id: 'broken' do\n  foo(\nend\n")
    assert_equal ['motia/steps/a.rb', 'broken'], wrong.values_at('file', 'stepId')
    assert_includes [3, 4], wrong['line']
    assert_match(/\Acould not be loaded: SyntaxError: .*unexpected/, wrong['message'])
    refute_match(%r{/tmp|\n}, wrong['message'])
  end

  def test_a_missing_library_is_named_with_what_to_do
    wrong, = mistakes("require 'motia'\nevent(id: 'x') { 1 }\nrequire 'nonesuch'\n", 'Gemfile' => '')
    assert_equal({
      'file' => 'motia/steps/a.rb', 'line' => 3, 'stepId' => 'x',
      'message' => 'could not be loaded: LoadError: cannot load such file -- nonesuch',
      'hint' => '`motia install` installs what the Gemfile names.'
    }, wrong)
  end

  def test_what_goes_wrong_in_one_file_stops_no_other
    files = {
      'motia/steps/a.rb' => "require 'motia'\nevent(id: 'half') { 1 }\nraise 'at load'\n",
      'motia/steps/b.rb' => 'exit 3',
      'motia/steps/c.rb' => "require 'motia'\nevent(id: 'fine') { 1 }\n"
    }
    told = describe(files)
    assert_equal ['fine'], told['steps'].map { |found| found['id'] }
    assert_equal [
      ['motia/steps/a.rb', 3, 'could not be loaded: RuntimeError: at load'],
      ['motia/steps/b.rb', 1, 'could not be loaded: it ended the process: exit 3']
    ], told['mistakes'].map { |wrong| wrong.values_at('file', 'line', 'message') }
  end

  def test_an_error_in_a_helper_is_told_where_it_is
    wrong, = mistakes("require_relative '../lib/help'\n", 'motia/lib/help.rb' => "\nnope\n")
    assert_equal ['motia/lib/help.rb', 2], wrong.values_at('file', 'line')
  end

  def test_mistakes_of_steps_carry_their_line
    wrong = mistakes("require 'motia'\nevent id: 'x'\nevent(id: 'y', schema: { a: 5 }) { 1 }\napi(id: 'z') { |bdy:| bdy }\n")
    assert_equal [[2, 'x'], [3, 'y'], [4, 'z']], wrong.map { |found| found.values_at('line', 'stepId') }
    assert_equal 'event needs a block', wrong[0]['message']
  end

  def test_helpers_are_found_and_told_and_a_file_is_loaded_once
    files = {
      'motia/steps/a.rb' => "require 'motia'\nrequire_relative 'b'\nrequire 'shared/words'\nevent(id: 'a') { Words.all }\n",
      'motia/steps/b.rb' => "require 'motia'\nevent(id: 'b') { 1 }\n",
      'motia/shared/words.rb' => "module Words; def self.all; %w[x]; end; end\n",
      'vendor/bundle/gem.rb' => ''
    }
    told = describe(files)
    assert_equal [%w[b motia/steps/b.rb], %w[a motia/steps/a.rb]], told['steps'].map { |found| found.values_at('id', 'file') }
    assert_equal ['motia/shared/words.rb'], told['modules']
    assert_empty told['mistakes']
  end

  def test_a_factory_elsewhere_makes_steps_of_the_file_that_calls_it
    files = {
      'motia/steps/a.rb' => "require 'motia'\nrequire_relative '../lib/make'\nmake 'one'\nmake 'two'\n",
      'motia/lib/make.rb' => "require 'motia'\ndef make(id)\n  Motia.event(id: id) { id }\nend\n"
    }
    told = describe(files)
    assert_equal [['one', 'motia/steps/a.rb', 3], ['two', 'motia/steps/a.rb', 4]], (told['steps'].map { |found| found.values_at('id', 'file', 'line') })
  end

  def test_the_setup_runs_once_after_the_files_and_before_the_end
    files = {
      'motia/steps/a.rb' => "require 'motia'\nevent(id: 'x') { $db }\n",
      'motia/setup.rb' => "require 'motia'\nMotia.on_start { $db = 'open' }\nMotia.on_stop { puts \"closing \#{$db}\" }\n".gsub('\\#', '#')
    }
    FakeHost.open(files, setup: 'motia/setup.rb') do |host|
      assert_equal 'open', host.result('x')
      host.send({ t: 'stop', graceMs: 1000 })
      assert_equal 0, host.exit_status.exitstatus
      assert_equal ['closing open'], (host.logs.map { |line| line['message'] })
    end
  end

  def test_a_setup_that_fails_ends_the_worker
    files = { 'motia/steps/a.rb' => '', 'motia/setup.rb' => "require 'motia'\nMotia.on_start { raise 'no db' }\n" }
    FakeHost.open(files, setup: 'motia/setup.rb', load: false) do |host|
      begin
        host.load_project
      rescue RuntimeError
        nil
      end
      assert_equal 1, host.exit_status.exitstatus
      assert_equal 'no db', host.logs.first['fields']['message']
    end
  end
end
