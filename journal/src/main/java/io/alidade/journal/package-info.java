/** The record layout and the journal. */
package io.alidade.journal;
