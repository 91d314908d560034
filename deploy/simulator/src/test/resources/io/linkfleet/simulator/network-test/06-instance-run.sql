-- Run on managed instance
EXEC ExecuteNetHelper
