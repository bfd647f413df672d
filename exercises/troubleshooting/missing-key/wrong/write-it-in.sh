kubectl set env deployment/@app@ LOG_LEVEL=@level@
sleep 60
