@echo off
rem Runs moonwire.jar with the java of JAVA_HOME, or else that of the PATH. MOONWIRE_OPTS has options for the JVM.
rem From JDK 19 on the JVM keeps a class-data archive in LOCALAPPDATA, which makes the start faster.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not exist "%LOCALAPPDATA%\moonwire" mkdir "%LOCALAPPDATA%\moonwire"
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LOCALAPPDATA%\moonwire\moonwire.jsa" -Xlog:disable -Xlog:all=error,cds*=off:stderr %MOONWIRE_OPTS% -jar "%~dp0..\lib\moonwire.jar" %*
exit /b %ERRORLEVEL%
