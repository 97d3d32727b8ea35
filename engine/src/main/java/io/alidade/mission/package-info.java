/**
 * Mission databases: XTCE files are checked and compiled when they are loaded, into flat plans that
 * turn packets into named, calibrated fields without allocation.
 */
package io.alidade.mission;
