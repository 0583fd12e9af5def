# frozen_string_literal: true

# Runs every test of this folder: `ruby packages/motia/ruby/test/all.rb`. Exits with 1 if one fails.
$LOAD_PATH.unshift(File.expand_path('../lib', __dir__), __dir__)
require 'minitest/autorun'
Dir[File.join(__dir__, '*_test.rb')].sort.each { |file| require file }
