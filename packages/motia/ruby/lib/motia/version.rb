# frozen_string_literal: true

# The version of this library: that of the npm package it comes in.
module Motia
  VERSION = '0.1.0'
end
