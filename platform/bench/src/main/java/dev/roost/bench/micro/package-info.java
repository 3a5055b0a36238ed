/** JMH benchmarks of single steps: decode, encode, schemas, ids, look-up, one hop. */
@NullMarked
package dev.roost.bench.micro;

import org.jspecify.annotations.NullMarked;
